import fc from 'fast-check'

/*
 * Texts of credentials files, from what people keep to what no person would write: every kind of line that a parser may
 * stumble on, in any order.
 */

const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/)
const sectionName = fc.constantFrom('default', 'acme', 'acme-eu', 'team.one', 'a/b+c@d', 'X1')
const ourKey = fc.constantFrom('cerby_workspace', 'cerby_base_url', 'cerby_bearer_token', 'cerby_token_expiration')
const otherKey = fc.constantFrom('region', 'aws_access_key_id', 'output', 'role_arn', 's3', 'Region', 'a key', 'é')
const equals = fc.constantFrom(' = ', '=', ' =', '= ', '\t=\t', ' = ', ' = ')
const value = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z0-9._~+/-]{1,24}=?$/) },
  { weight: 1, arbitrary: fc.constantFrom('', 'ab#cd', 'ab #cd', 'ab ;cd', '"quoted"', "it's", '50%', '%(x)s', 'a=b=c', 'a:b', '[acme]', 'größe', '😂', 'two words', '# all', ' padded ', 'a\tb') },
)
const indent = fc.constantFrom(' ', '  ', '\t', '    ')

const tidyLine = fc.oneof(
  { weight: 3, arbitrary: sectionName.map(name => `[${name}]`) },
  { weight: 6, arbitrary: fc.tuple(fc.oneof(ourKey, otherKey, word), equals, value).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.constantFrom('# a comment', '; another', '#', '# [acme]', '# cerby_workspace = no') },
  { weight: 2, arbitrary: fc.constant('') },
)

const wildLine = fc.oneof(
  { weight: 8, arbitrary: tidyLine },
  { weight: 2, arbitrary: fc.tuple(indent, tidyLine).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(ourKey, otherKey), fc.constantFrom(': ', ':', ' : '), value).map(parts => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(indent, value).map(parts => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '[acme] # note', '[acme]; note', '[ acme ]', '[my ws]', '[profile acme]', '[sso-session s]', '[services x]', '[]', '[acme', 'acme]', '[a]b]',
      '[acme] # see [default]', '[DEFAULT]', '[__proto__]', 'no sense', '= nothing', ': nothing', '   ', '\t', ' # indented', 'key', 's3 =', '\u00a0x = 1',
      'CERBY_WORKSPACE = loud', 'Cerby_Bearer_Token=mixed', '\u2028', 'a\u0085b = c', '\u001cx = 1', '%', '-', 'x = 1 # [acme]',
    ),
  },
)

const ending = fc.constantFrom('\n', '\r\n')
const wildEnding = fc.oneof({ weight: 12, arbitrary: fc.constant('\n') }, { weight: 2, arbitrary: fc.constant('\r\n') }, { weight: 1, arbitrary: fc.constant('\r') })

function joined(lines: readonly string[], end: string, isClosed: boolean): string {
  return lines.join(end) + (isClosed && lines.length > 0 ? end : '')
}

/** A file as people and tools keep it; most parsers read it alike. */
export const tidyText = fc.tuple(fc.array(tidyLine, { maxLength: 24 }), ending, fc.boolean()).map(parts => joined(...parts))

/** A file with anything in it. */
export const wildText = fc
  .tuple(fc.array(fc.tuple(wildLine, wildEnding), { maxLength: 16 }), fc.boolean(), fc.oneof({ weight: 9, arbitrary: fc.constant('') }, { weight: 1, arbitrary: fc.constant('\uFEFF') }))
  .map(([lines, isClosed, mark]) => mark + lines.map(([text, end], index) => text + (isClosed || index < lines.length - 1 ? end : '')).join(''))

const soundSection = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.oneof(ourKey, otherKey, word), equals, value), { maxLength: 5, selector: ([key]) => key.toLowerCase() }),
    fc.array(fc.tuple(fc.nat(20), fc.constantFrom('', '', '# a comment', '; [acme]', '  continued', '\t# indented', '  deeper = 1')), { maxLength: 4 }),
  )
  .map(([keys, between]) => {
    const lines = keys.map(parts => parts.join(''))
    for (const [place, line] of between) lines.splice(place % (lines.length + 1), 0, line)
    return lines
  })

/** A file that no parser refuses, but for a continuation where none can be. */
export const soundText = fc
  .tuple(fc.uniqueArray(fc.tuple(sectionName, soundSection), { maxLength: 4, selector: ([name]) => name }), fc.constantFrom('', '# top', '\n', '; a\n#'), ending, fc.boolean())
  .map(([sections, top, end, isClosed]) => joined([...(top === '' ? [] : top.split('\n')), ...sections.flatMap(([name, lines]) => [`[${name}]`, ...lines])], end, isClosed))

export const anyText = fc.oneof(soundText, soundText, tidyText, wildText, fc.string({ unit: fc.constantFrom('[', ']', '=', ':', '#', ';', ' ', '\t', '\r', '\n', 'a', 'B', '\u00a0', '\uFEFF'), maxLength: 40 }))
