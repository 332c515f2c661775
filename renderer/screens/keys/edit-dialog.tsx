import { useState } from 'react'
import type { ApiKey } from '../../../shared/api-key.ts'
import type { ApiFailure } from '../../../shared/failures.ts'
import type { Scope } from '../../../shared/scope.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Field } from '../../components/field.tsx'
import { ScopeChooser, ScopeSentence } from '../../scopes/scope-chooser.tsx'
import { useWords } from '../../window-context.tsx'

export type KeyChange = { readonly name?: string; readonly scopes?: string[] }

/** Changes a key's name and scopes; only what differs is sent. */
export function EditDialog(props: { apiKey: ApiKey; catalogue: readonly Scope[]; isRunning: boolean; failure: ApiFailure | undefined; onSave: (change: KeyChange) => void; onClose: () => void }) {
  const words = useWords()
  const { apiKey } = props
  const [name, setName] = useState(apiKey.name)
  const [scopes, setScopes] = useState(apiKey.scopes)
  const isRenamed = name.trim() !== apiKey.name
  const isRescoped = scopes.length !== apiKey.scopes.length || scopes.some(id => !apiKey.scopes.includes(id))
  const canSave = name.trim() !== '' && scopes.length > 0 && (isRenamed || isRescoped)
  const save = () => { if (canSave) props.onSave({ ...(isRenamed ? { name: name.trim() } : {}), ...(isRescoped ? { scopes } : {}) }) }
  return (
    <Dialog title={words.t('keys.edit.title', { name: apiKey.name })} onClose={props.onClose} onSubmit={save} consequence={words.t('keys.edit.consequence')}
      pinned={<ScopeSentence catalogue={props.catalogue} chosen={scopes} />}
      actions={<>
        <Button onPress={props.onClose}>{words.t('action.cancel')}</Button>
        <Button kind="filled" type="submit" isDisabled={!canSave} isPending={props.isRunning}>{words.t('keys.edit.save')}</Button>
      </>}>
      <Field label={words.t('generate.name')} value={name} onChange={setName} maxLength={80} autoFocus error={name.trim() === '' ? words.t('generate.nameMissing') : undefined} />
      <ScopeChooser catalogue={props.catalogue} chosen={scopes} onChoose={setScopes} error={scopes.length === 0 ? words.t('generate.scopesMissing') : undefined} />
      {props.failure && <FailureNote failure={props.failure} />}
    </Dialog>
  )
}
