import { contextBridge, ipcRenderer } from 'electron'
import { CALL_CHANNEL, EVENT_CHANNEL } from '../shared/channels.ts'

/*
 * All that the window gets of Electron: ask by name, and listen. The names and shapes are those of shared/contract.ts;
 * they are checked in ipc/serve.ts, since whatever runs in the window could leave this file out.
 */

contextBridge.exposeInMainWorld('latchkey', {
  call: (name: string, input: unknown): Promise<unknown> => ipcRenderer.invoke(CALL_CHANNEL, name, input),
  subscribe: (listener: (event: unknown) => void): (() => void) => {
    // The IPC event itself stays here: it carries `sender`.
    const relay = (_event: unknown, payload: unknown) => listener(payload)
    ipcRenderer.on(EVENT_CHANNEL, relay)
    ipcRenderer.send(EVENT_CHANNEL)
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, relay)
    }
  },
})
