/**
 * @typedef {object} Picture
 * @property {string} name    of the state
 * @property {string} theme
 * @property {string} locale
 * @property {number} width   CSS pixels that it shows
 * @property {string} file    beside the sheet
 */

/**
 * One page with all pictures: a row a state, a column a variant.
 *
 * @param {Picture[]} pictures
 * @returns {string} HTML
 */
export function sheet(pictures) {
  const names = [...new Set(pictures.map(({ name }) => name))]
  const body = names.map(name => {
    const row = pictures.filter(picture => picture.name === name)
    return `<h2>${name}</h2><div>${row.map(({ file, theme, locale, width }) => `<figure><img src="${file}" width="${Math.round(width * 0.4)}"><figcaption>${theme}, ${locale}</figcaption></figure>`).join('')}</div>`
  })
  return `<!doctype html><meta charset="utf-8"><title>Latchkey, every state</title>
<style>body{font:13px system-ui;margin:24px;width:1840px;background:#d8d8d4}h2{font-size:15px;margin:24px 0 8px}div{display:flex;gap:16px}
figure{margin:0}img{display:block;box-shadow:0 1px 4px #0004}figcaption{color:#444;margin-top:4px}</style>
${body.join('\n')}
`
}
