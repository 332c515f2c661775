import { readFileSync } from 'node:fs'
import process from 'node:process'
import { faultIn } from './credentials-rewritten.ts'

/* Polls the file until its input ends, then says how often it read and what was wrong, as JSON. */

const [path = ''] = process.argv.slice(2)
let reads = 0
const faults: string[] = []
const timer = setInterval(() => {
  reads += 1
  const fault = faultIn(readFileSync(path, 'utf8'))
  if (fault !== undefined) faults.push(fault)
}, 1)
process.stdin.resume()
process.stdin.on('end', () => {
  clearInterval(timer)
  process.stdout.write(JSON.stringify({ reads, faults }))
})
