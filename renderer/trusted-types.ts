type Policies = { createPolicy(name: string, rules: { createHTML(text: string): string | undefined }): unknown }

/**
 * Lets React Aria empty its announcer by `innerHTML = ''`, and nothing else: the policy of the page demands a trusted
 * type for every such assignment.
 */
export function trustEmptyText(): void {
  const policies = (window as { trustedTypes?: Policies }).trustedTypes
  // SECURITY: any text but the empty one stays refused, so that no markup can be injected.
  policies?.createPolicy('default', { createHTML: text => (text === '' ? text : undefined) })
}
