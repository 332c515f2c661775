import { useEffect, useState } from 'react'
import type { Browser } from '../shared/browser.ts'
import { useSend } from './use-send.ts'

/** The browsers of this computer, asked for once; `undefined` until they are known. */
export function useBrowsers(): readonly Browser[] | undefined {
  const send = useSend()
  const [browsers, setBrowsers] = useState<readonly Browser[]>()
  useEffect(() => {
    let isOver = false
    void send('listBrowsers', {}).then(found => { if (!isOver) setBrowsers(found ?? []) })
    return () => { isOver = true }
  }, [send])
  return browsers
}
