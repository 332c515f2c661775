import type { Scope } from '../../shared/scope.ts'

export const PRESETS = ['readEverything', 'provisioning', 'audit'] as const
export type Preset = (typeof PRESETS)[number]

const CHOOSES: Record<Preset, (scope: Scope) => boolean> = {
  readEverything: ({ access }) => access === 'read',
  provisioning: ({ access, resource }) =>
    (access === 'read' && ['users', 'teams', 'integrations', 'automations'].includes(resource)) ||
    (access === 'write' && ['integrations', 'automations'].includes(resource)),
  audit: ({ access, resource }) => access === 'read' && ['activities', 'users', 'teams'].includes(resource),
}

/** The scopes that a preset chooses out of what this workspace offers. */
export function presetScopes(catalogue: readonly Scope[], preset: Preset): string[] {
  return catalogue.filter(CHOOSES[preset]).map(scope => scope.id)
}

/** The presets that choose something here. */
export function offeredPresets(catalogue: readonly Scope[]): Preset[] {
  return PRESETS.filter(preset => presetScopes(catalogue, preset).length > 0)
}

/** The preset that chooses exactly these scopes, if one does. */
export function presetOf(catalogue: readonly Scope[], ids: readonly string[]): Preset | undefined {
  return offeredPresets(catalogue).find(preset => {
    const chosen = presetScopes(catalogue, preset)
    return chosen.length === ids.length && chosen.every(id => ids.includes(id))
  })
}
