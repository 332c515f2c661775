import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader'

type Values = Record<string, Record<string, string>>

/** What two parsers that we didn't write say of a text. */
export interface Readings {
  text: string
  /** `null` where botocore refuses the file. */
  botocore: Values | null
  smithy: Values
}

const SCRIPT = join(import.meta.dirname, 'credentials-botocore.py')

/** Has the AWS CLI's botocore (Debian's package `awscli`) and the AWS SDK for JavaScript read the texts. */
export async function readElsewhere(texts: readonly string[]): Promise<Readings[]> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-parsers-'))
  try {
    await Promise.all(texts.map((text, index) => writeFile(join(folder, String(index)), text)))
    const botocore = await readByBotocore(folder)
    return await Promise.all(
      texts.map(async (text, index) => ({ text, botocore: botocore[String(index)] ?? null, smithy: await readBySmithy(join(folder, String(index)), folder) })),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function readByBotocore(folder: string): Promise<Record<string, Values | null>> {
  const { stdout } = await promisify(execFile)('/usr/bin/python3', [SCRIPT, folder], { env: { ...process.env, PYTHONUTF8: '1' }, maxBuffer: 1 << 28 })
  return JSON.parse(stdout) as Record<string, Values | null>
}

async function readBySmithy(filepath: string, folder: string): Promise<Values> {
  const { credentialsFile } = await loadSharedConfigFiles({ filepath, configFilepath: join(folder, 'none'), ignoreCache: true })
  return credentialsFile as Values
}

/** Maps as plain objects, to compare with what other parsers give. */
export function plain(sections: ReadonlyMap<string, ReadonlyMap<string, string>>): Values {
  return Object.fromEntries([...sections].map(([name, values]) => [name, Object.fromEntries(values)]))
}
