import process from 'node:process'
import { publication } from './credentials-memory.ts'
import { openPlace } from './credentials-place.ts'

/* Publishes once as another user (`uid` of the second argument, where one is given) and prints the outcome. */

const [home = '', uid = '', path] = process.argv.slice(2)
if (uid !== '') {
  process.setgid?.(Number(uid))
  process.setuid?.(Number(uid))
}
const { publisher } = openPlace(home, path === undefined ? {} : { path, isDefault: false })
process.stdout.write(JSON.stringify(await publisher.publish(publication())))
