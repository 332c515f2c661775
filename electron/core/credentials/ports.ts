import type { PublicationFailure } from '../../../shared/failures.ts'
import type { Outcome } from '../../../shared/outcome.ts'

/** The file at one moment. */
export interface FileReading {
  /** `''` where there is no file. */
  text: string
  exists: boolean
}

/** Somebody wrote the file between our reading and our writing. */
export interface ChangedMeanwhile {
  code: 'changed_meanwhile'
  /**
   * What they wrote into the file that we were just replacing, and which only we can still read: the edit must be made
   * on this text. `undefined` where the file itself holds it.
   */
  rescued?: string
}

/** What a person may allow for one file, having been asked. */
export type Consent = 'in_place' | 'network_share'

/** The file that all tools on this machine read. Every failure leaves it as it was. */
export interface CredentialsFile {
  /** Where it is, as the environment or the system says; links are not followed in it. */
  path: string
  read(): Promise<Outcome<FileReading, PublicationFailure>>
  /**
   * Gives the file a whole new text, or leaves it alone: no reader ever sees a part. Gives `changed_meanwhile` where
   * the file is no longer what `basis` holds.
   */
  replace(basis: FileReading, text: string): Promise<Outcome<null, PublicationFailure | ChangedMeanwhile>>
  /** Runs `work` while no other process of ours writes; `lock_held` when that can't be had within 5 seconds. */
  whileLocked<Value, Failure>(work: () => Promise<Outcome<Value, Failure>>): Promise<Outcome<Value, Failure | PublicationFailure>>
  /** Deletes what killed writers left behind, each with a token in it. Gives the number of files. */
  sweep(): Promise<number>
  /** Remembers that the person allows this for this file. */
  allow(consent: Consent): Promise<void>
  /**
   * Gives one element each time the file may have changed, at most 2 seconds after it did, until `return` is called.
   * It says nothing of what changed, nor by whom: read and compare.
   */
  changes(): AsyncIterableIterator<undefined>
}

/** Something that was put right on the way, and that the person should hear of once. */
export type FileNotice =
  /** Others could read the file (or enter its folder); now they can't. */
  | { code: 'made_private'; path: string; modeBefore: string }
  /** Files of killed writers were deleted. */
  | { code: 'swept'; count: number }
  /** A write into a mounted file had been cut off; it was finished. */
  | { code: 'interrupted_write_finished'; path: string }
