import type { MessageId } from '../message-ids.ts'
import { about } from './about.ts'
import { activity } from './activity.ts'
import { common } from './common.ts'
import { desktopEs } from './desktop.ts'
import { doctor } from './doctor.ts'
import { failures } from './failures.ts'
import { generate } from './generate.ts'
import { home } from './home.ts'
import { keys } from './keys.ts'
import { palette } from './palette.ts'
import { panic } from './panic.ts'
import { reveal } from './reveal.ts'
import { rotation } from './rotation.ts'
import { settings } from './settings.ts'
import { shell } from './shell.ts'
import { signIn } from './sign-in.ts'
import { welcome } from './welcome.ts'

/** Every message in Spanish; one that English has and this lacks doesn't compile. */
export const spanish: Record<MessageId, string> = {
  ...common, ...about, ...activity, ...welcome, ...signIn, ...shell, ...home, ...keys, ...generate, ...reveal, ...rotation, ...settings, ...doctor, ...palette, ...panic, ...desktopEs, ...failures,
}
