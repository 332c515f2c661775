import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeEach, expect, test } from 'vitest'
import { startMachine, type Machine } from '../support/machine.ts'

let machine: Machine
beforeEach(async () => {
  machine = await startMachine()
  return () => machine.stop()
})

// Elsewhere the proxy is the system's own setting.
test.runIf(process.platform === 'linux')('a proxy that wants a password is told as what it is', async () => {
  const asked: string[] = []
  const proxy = createServer().listen(0, '127.0.0.1')
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '')
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="office"\r\nContent-Length: 0\r\n\r\n')
  })
  await once(proxy, 'listening')
  const { window, quit } = await machine.launchApp({ env: { https_proxy: `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}` } })
  await window.getByLabel('Connect to a workspace').fill('https://acme.example')
  await window.getByText('The proxy wants a password.').first().waitFor()
  expect(asked).toContain('acme.example:443')
  await quit()
  proxy.close()
})
