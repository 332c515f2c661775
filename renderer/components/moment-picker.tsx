import { getLocalTimeZone, parseAbsolute, toZoned, type ZonedDateTime } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, CalendarHeading } from 'react-aria-components/Calendar'
import { DateInput, DatePicker, DateSegment } from 'react-aria-components/DatePicker'
import { Dialog } from 'react-aria-components/Dialog'
import { FieldError } from 'react-aria-components/FieldError'
import { Group } from 'react-aria-components/Group'
import { Label } from 'react-aria-components/Label'
import { Popover } from 'react-aria-components/Popover'
import type { Instant } from '../../shared/instant.ts'
import { asInstant } from '../time/ticks.ts'
import { useWords } from '../window-context.tsx'
import './moment-picker.css'

/** A day and a time, in the person's locale and zone. Gives `undefined` while a part of it is missing. */
export function MomentPicker(props: { label: string; value: Instant | undefined; onChange: (at: Instant | undefined) => void; error?: string | undefined; autoFocus?: boolean }) {
  const words = useWords()
  const zone = words.timeZone || getLocalTimeZone()
  const value: ZonedDateTime | null = props.value === undefined ? null : toZoned(parseAbsolute(new Date(props.value).toISOString(), zone), zone)
  return (
    <DatePicker className="field moment" granularity="minute" hideTimeZone shouldForceLeadingZeros value={value} isInvalid={props.error !== undefined} validationBehavior="aria" autoFocus={props.autoFocus ?? false}
      onChange={chosen => { props.onChange(chosen ? asInstant(chosen.toDate().getTime()) : undefined) }}>
      <Label className="label">{props.label}</Label>
      <Group className="input moment-group">
        <DateInput className="moment-input">{segment => <DateSegment segment={segment} className="moment-segment" />}</DateInput>
        <AriaButton className="button button-quiet button-icon button-small" aria-label={words.t('generate.calendar')}><CalendarDays size={16} strokeWidth={1.75} aria-hidden /></AriaButton>
      </Group>
      <FieldError className="field-error">{props.error}</FieldError>
      <Popover className="popover" placement="bottom end" offset={6}>
        <Dialog className="calendar-dialog" aria-label={words.t('generate.calendar')}>
          <Calendar className="calendar">
            <header className="calendar-head">
              <AriaButton slot="previous" className="button button-quiet button-icon button-small"><ChevronLeft size={16} aria-hidden /></AriaButton>
              <CalendarHeading className="calendar-title" />
              <AriaButton slot="next" className="button button-quiet button-icon button-small"><ChevronRight size={16} aria-hidden /></AriaButton>
            </header>
            <CalendarGrid className="calendar-grid">
              <CalendarGridHeader>{day => <CalendarHeaderCell className="calendar-weekday">{day}</CalendarHeaderCell>}</CalendarGridHeader>
              <CalendarGridBody>{date => <CalendarCell date={date} className="calendar-day" />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}
