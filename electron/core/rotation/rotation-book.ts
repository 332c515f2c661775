import type { Connection } from '../../../shared/connection.ts'
import type { Rotation } from '../../../shared/rotation.ts'
import { isUnderway } from '../../../shared/rotation-phase.ts'
import { nextRotation, type RotationEvent } from './next-rotation.ts'
import type { RotationParts } from './ports.ts'

/** So many finished ones are kept as receipts. */
const MOST_RECEIPTS = 20

/** Every rotation by its id: kept first, then told. */
export interface RotationBook {
  restore(): Promise<void>
  get(id: string): Rotation | undefined
  all(): Rotation[]
  keep(rotation: Rotation): Promise<Rotation>
  /** Applies an event to the rotation as it is now; `undefined` where it was dropped meanwhile. */
  apply(id: string, event: RotationEvent): Promise<Rotation | undefined>
  drop(id: string): Promise<void>
  /** Tells the window until when the new key can be put somewhere; never kept. */
  setTakeUntil(id: string, takeUntil: Rotation['takeUntil']): void
}

export function makeRotationBook({ shelf, tell }: Pick<RotationParts, 'shelf' | 'tell'>): RotationBook {
  const rotations = new Map<string, Rotation>()
  const told = () => { tell({ kind: 'rotationsChanged', rotations: [...rotations.values()] }) }
  const kept = ({ takeUntil: _running, ...rotation }: Rotation): Rotation => rotation

  async function trim(): Promise<void> {
    const over = [...rotations.values()].filter(rotation => !isUnderway(rotation))
    for (const { id } of over.slice(0, Math.max(0, over.length - MOST_RECEIPTS))) {
      rotations.delete(id)
      await shelf.drop(id)
    }
  }

  async function keep(rotation: Rotation): Promise<Rotation> {
    await shelf.keep(kept(rotation))
    rotations.set(rotation.id, rotation)
    if (!isUnderway(rotation)) await trim()
    told()
    return rotation
  }

  return {
    async restore() {
      for (const rotation of await shelf.list()) rotations.set(rotation.id, kept(rotation))
      if (rotations.size > 0) told()
    },
    get: id => rotations.get(id),
    all: () => [...rotations.values()],
    keep,
    async apply(id, event) {
      const before = rotations.get(id)
      return before && keep(nextRotation(before, event))
    },
    async drop(id) {
      rotations.delete(id)
      await shelf.drop(id)
      told()
    },
    setTakeUntil(id, takeUntil) {
      const before = rotations.get(id)
      if (before === undefined || before.takeUntil === takeUntil) return
      const { takeUntil: _before, ...rest } = before
      rotations.set(id, takeUntil === undefined ? rest : { ...rest, takeUntil })
      told()
    },
  }
}

/** The connection that a rotation belongs to now: the same user in the same workspace, whatever it was called before. */
export function connectionOf(rotation: Rotation, connections: readonly Connection[]): Connection | undefined {
  const same = connections.filter(({ workspace, user }) => workspace.id === rotation.workspace.id && user.id === rotation.userId)
  return same.find(({ id }) => id === rotation.connectionId) ?? same[0]
}
