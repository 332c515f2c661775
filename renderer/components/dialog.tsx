import type { FormEvent, ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'

/**
 * A dialog has one question; its consequence stands in the footer's left, its answers in the right.
 *
 * @param props.onClose   asked for by Esc, and by a click beside it where `isDismissable`
 * @param props.onSubmit  Enter in a field; makes the whole a form
 */
export function Dialog(props: {
  title: ReactNode
  lead?: ReactNode
  onClose: () => void
  onSubmit?: () => void
  isDismissable?: boolean
  isAlert?: boolean
  width?: 'narrow' | 'slim'
  consequence?: ReactNode
  actions: ReactNode
  /** Stays in sight above the footer while the rest scrolls. */
  pinned?: ReactNode
  children?: ReactNode
}) {
  const inner = (
    <>
      <div className="dialog-body">
        <div className="dialog-head">
          <Heading slot="title" level={2} className="dialog-title">{props.title}</Heading>
          {props.lead !== undefined && <p className="quiet">{props.lead}</p>}
        </div>
        {props.children}
      </div>
      {props.pinned !== undefined && <div className="dialog-pinned">{props.pinned}</div>}
      <div className="dialog-foot">
        <div className="dialog-consequence">{props.consequence}</div>
        {props.actions}
      </div>
    </>
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onSubmit?.()
  }
  return (
    <ModalOverlay className="veil" isOpen isDismissable={props.isDismissable ?? false} onOpenChange={isOpen => { if (!isOpen) props.onClose() }}>
      <Modal className={`dialog${props.width ? ` dialog-${props.width}` : ''}`}>
        <AriaDialog role={props.isAlert ? 'alertdialog' : 'dialog'}>
          {props.onSubmit ? <form className="dialog-form" onSubmit={submit} noValidate>{inner}</form> : inner}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
