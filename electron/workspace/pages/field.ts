import { html, type Html } from './html.ts'

/** What a person typed and what was wrong with it, by field. Passwords are never given back. */
export interface FormState {
  values: Readonly<Record<string, string>>
  wrong: Readonly<Record<string, string>>
  notice?: string | undefined
}

export const EMPTY_FORM: FormState = { values: {}, wrong: {} }

export interface Field {
  name: string
  label: string
  type: 'text' | 'email' | 'password'
  autocomplete: string
  hint?: string
  autofocus?: boolean
}

/** The first field that is wrong takes the focus from the one that has it otherwise: of several, browsers take the first. */
function takesFocus(field: Field, { wrong }: FormState): boolean {
  return wrong[field.name] !== undefined || (field.autofocus === true && Object.keys(wrong).length === 0)
}

/** A labelled field with its hint, or with what is wrong with it. */
export function fieldOf(field: Field, form: FormState): Html {
  const wrong = form.wrong[field.name]
  const value = field.type === 'password' ? '' : (form.values[field.name] ?? '')
  const described = wrong === undefined && field.hint === undefined ? '' : html` aria-describedby="${field.name}-note"`
  return html`<label for="${field.name}">${field.label}</label>
<input id="${field.name}" name="${field.name}" type="${field.type}" value="${value}" autocomplete="${field.autocomplete}" required${described}${wrong === undefined ? '' : html` aria-invalid="true"`}${takesFocus(field, form) ? html` autofocus` : ''}>
${wrong === undefined ? '' : html`<p class="wrong" id="${field.name}-note">${wrong}</p>`}
${wrong === undefined && field.hint !== undefined ? html`<p class="hint" id="${field.name}-note">${field.hint}</p>` : ''}`
}

/** What is wrong with the whole form. */
export function noticeOf(form: FormState): Html | '' {
  return form.notice === undefined ? '' : html`<p class="notice" role="alert">${form.notice}</p>`
}
