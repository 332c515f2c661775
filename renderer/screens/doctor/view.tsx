import { CircleCheck, CircleX, ClipboardList, Info, LoaderCircle, RefreshCw, Stethoscope, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { Finding, Remedy, Standing } from '../../../shared/doctor.ts'
import type { Failure } from '../../../shared/failures.ts'
import type { Part } from '../../../shared/words/words.ts'
import { Button } from '../../components/button.tsx'
import { FailureNote } from '../../components/failure-note.tsx'
import { Rich } from '../../components/rich.tsx'
import { Note } from '../../components/small.tsx'
import type { Tone } from '../../components/tone.ts'
import { useMinute } from '../../time/use-now.ts'
import { useWords } from '../../window-context.tsx'
import { countOf, sayFinding, type CheckRow } from './finding-words.ts'
import type { Examination } from './use-examination.ts'

export type DoctorViewProps = {
  readonly rows: readonly CheckRow[]
  readonly examination: Examination
  readonly isCopied: boolean
  /** Why a remedy did not work. */
  readonly failure: Failure | undefined
  readonly onAgain: () => void
  readonly onCopy: () => void
  readonly onRemedy: (finding: Finding, remedy: Remedy) => void
}

const SIGNS: Record<Standing | 'pending', LucideIcon> = { fine: CircleCheck, limit: Info, look: TriangleAlert, broken: CircleX, pending: LoaderCircle }

/** What is well with Latchkey on this computer, what isn't, and the button that puts it right. */
export function DoctorView(props: DoctorViewProps) {
  const words = useWords()
  const { rows, examination } = props
  const isDone = examination.done !== undefined
  // One filled button: the first thing that wants a person.
  const first = isDone ? rows.find(({ finding }) => finding?.remedy !== undefined && (finding.standing === 'broken' || finding.standing === 'look')) : undefined
  return (
    <div className="page doctor">
      <div className="page-head">
        <h1>{words.t('doctor.title')}</h1>
        <Button kind="quiet" icon={RefreshCw} isPending={!isDone} onPress={props.onAgain}>{words.t('doctor.again')}</Button>
        <Button icon={ClipboardList} isDisabled={!isDone} onPress={props.onCopy}>{words.t('doctor.copy')}</Button>
      </div>
      <div role="status"><Verdict rows={rows} examination={examination} /></div>
      <div role="status" className={props.isCopied ? 'hint' : 'visually-hidden'}>{props.isCopied ? words.t('doctor.copied') : ''}</div>
      {props.failure && <FailureNote failure={props.failure} />}
      <ul className="card checks" aria-label={words.t('doctor.checks')}>
        {rows.map(row => <CheckLine key={row.key} row={row} isFirst={row === first} onRemedy={props.onRemedy} />)}
      </ul>
    </div>
  )
}

function Verdict(props: { rows: readonly CheckRow[]; examination: Examination }) {
  const words = useWords()
  const { done, findings } = props.examination
  const now = useMinute()
  if (done === undefined) return <Note icon={Stethoscope}><Rich parts={words.parts('doctor.checking', { done: findings.length, all: props.rows.length })} /></Note>
  const broken = countOf(props.rows, 'broken')
  const looks = countOf(props.rows, 'look')
  const [tone, parts]: [Tone, readonly Part[]] = verdictOf({ broken, looks, well: props.rows.length - broken - looks, when: words.relative(done.at, now), seconds: words.number(Math.max(0.1, Math.round(done.tookMs / 100) / 10)) }, words)
  return <Note tone={tone} icon={broken > 0 ? CircleX : looks > 0 ? TriangleAlert : CircleCheck}><Rich parts={parts} /></Note>
}

function verdictOf(counts: { broken: number; looks: number; well: number; when: string; seconds: string }, words: ReturnType<typeof useWords>): [Tone, readonly Part[]] {
  const { broken, looks, well, when, seconds } = counts
  if (broken > 0) return ['act', words.parts('doctor.toFix', { broken, well, when, seconds })]
  if (looks > 0) return ['soon', words.parts('doctor.toLook', { looks, well, when, seconds })]
  return ['fresh', words.parts('doctor.well', { count: well, when, seconds })]
}

function CheckLine(props: { row: CheckRow; isFirst: boolean; onRemedy: DoctorViewProps['onRemedy'] }) {
  const words = useWords()
  const { title, finding } = props.row
  const standing = finding?.standing ?? 'pending'
  const Sign = SIGNS[standing]
  return (
    <li className={`check-line check-line-${standing}`}>
      <Sign size={16} strokeWidth={1.75} aria-hidden />
      <span className="check-title"><span className="visually-hidden">{words.t(`doctor.standing.${standing}`)}: </span>{title}</span>
      <span className={`check-words${finding?.kind === 'found' && finding.code === 'file_there' ? ' mono' : ''}`}>{finding === undefined ? words.t('doctor.pending') : sayFinding(finding, words)}</span>
      {finding?.remedy !== undefined && <RemedyButton finding={finding} remedy={finding.remedy} title={title} isFilled={props.isFirst} onRemedy={props.onRemedy} />}
    </li>
  )
}

function RemedyButton(props: { finding: Finding; remedy: Remedy; title: string; isFilled: boolean; onRemedy: DoctorViewProps['onRemedy'] }) {
  const words = useWords()
  const { finding, remedy, isFilled } = props
  const label = words.t(`doctor.remedy.${remedy}`)
  return (
    <Button kind={isFilled ? 'filled' : finding.standing === 'fine' ? 'quiet' : 'outline'} onPress={() => { props.onRemedy(finding, remedy) }}>
      <span aria-hidden>{label}</span><span className="visually-hidden">{words.t('doctor.remedyFor', { remedy: label, check: props.title })}</span>
    </Button>
  )
}
