'use client';

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { Button } from './button';
import classes from './confirm-dialog.module.css';

interface Props {
  isOpen: boolean;
  question: string;
  children: ReactNode;
  confirmLabel: string;
  confirmLook?: 'danger-fill' | 'primary';
  cancelLabel?: string;
  isBusy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

export function ConfirmDialog({
  isOpen,
  question,
  children,
  confirmLabel,
  confirmLook = 'danger-fill',
  cancelLabel = 'Cancel',
  isBusy = false,
  onConfirm,
  onCancel,
}: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const textId = useId();

  useEffect(() => {
    if (isOpen) {
      dialog.current?.showModal();
      cancel.current?.focus();
    } else {
      dialog.current?.close();
    }
  }, [isOpen]);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      aria-describedby={textId}
      className={classes.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      {isOpen && (
        <>
          <h2 id={titleId} className={classes.question}>
            {question}
          </h2>
          <div id={textId} className={classes.text}>
            {children}
          </div>
          <div className={classes.buttons}>
            <Button ref={cancel} onClick={onCancel}>
              {cancelLabel}
            </Button>
            <Button look={confirmLook} onClick={onConfirm} disabled={isBusy}>
              {confirmLabel}
            </Button>
          </div>
        </>
      )}
    </dialog>
  );
}
