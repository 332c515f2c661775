import { ScanEye, TriangleAlert } from 'lucide-react'
import type { Scope } from '../../shared/scope.ts'
import { Check } from '../components/check.tsx'
import { Chips } from '../components/chips.tsx'
import { Rich } from '../components/rich.tsx'
import { Note } from '../components/small.tsx'
import { useWords } from '../window-context.tsx'
import { offeredPresets, presetOf, presetScopes } from './presets.ts'
import { ACCESSES, isBroad, scopeMatrix } from './scope-matrix.ts'
import { resourceName, scopeSentence } from './scope-sentence.ts'
import './scope-chooser.css'

/** A key's scopes, as a matrix to choose from. */
export function ScopeChooser(props: { catalogue: readonly Scope[]; chosen: readonly string[]; onChoose: (ids: string[]) => void; error?: string | undefined }) {
  const words = useWords()
  const { catalogue, chosen, onChoose } = props
  const presets = offeredPresets(catalogue)
  return (
    <div className="scopes">
      <div className="scopes-head">
        <span className="label" id="scopes">{words.t('generate.scopes')}</span>
        {presets.length > 0 && (
          <>
            <span className="hint scopes-from">{words.t('generate.startFrom')}</span>
            <Chips label={words.t('generate.startFrom')} size="small" canBeNone chosen={presetOf(catalogue, chosen)} onChoose={preset => { onChoose(presetScopes(catalogue, preset)) }}
              choices={presets.map(id => ({ id, label: words.t(`generate.preset.${id}`) }))} />
          </>
        )}
      </div>
      <Matrix {...props} />
      {props.error !== undefined && <p className="field-error" role="alert">{props.error}</p>}
      {isBroad(catalogue, chosen) && <Note tone="soon" icon={TriangleAlert}><Rich parts={words.parts('generate.warn.broad')} /></Note>}
    </div>
  )
}

/** The sentence of a key with these scopes. It speaks when they change. */
export function ScopeSentence(props: { catalogue: readonly Scope[]; chosen: readonly string[] }) {
  const words = useWords()
  return <Note icon={ScanEye}><span role="status"><Rich parts={scopeSentence(props.catalogue, props.chosen, words)} /></span></Note>
}

function Matrix(props: { catalogue: readonly Scope[]; chosen: readonly string[]; onChoose: (ids: string[]) => void }) {
  const words = useWords()
  const { chosen, onChoose } = props
  const rows = scopeMatrix(props.catalogue)
  const accesses = ACCESSES.filter(access => rows.some(row => row.cells[access]))
  const toggle = (id: string, isChosen: boolean) => { onChoose(isChosen ? [...chosen, id] : chosen.filter(one => one !== id)) }
  return (
    <table className="matrix" aria-labelledby="scopes">
      <thead>
        <tr>
          <th scope="col"><span className="visually-hidden">{words.t('generate.column.resource')}</span></th>
          {accesses.map(access => <th key={access} scope="col">{words.t(`generate.access.${access}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ resource, cells }) => (
          <tr key={resource}>
            <th scope="row">{resourceName(resource, words)}</th>
            {accesses.map(access => {
              const scope = cells[access]
              return (
                <td key={access} title={scope?.description}>
                  {scope && <Check label={words.t('generate.cell', { access: words.t(`generate.access.${access}`), resource: resourceName(resource, words) })} isSelected={chosen.includes(scope.id)} onChange={isChosen => { toggle(scope.id, isChosen) }} />}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
