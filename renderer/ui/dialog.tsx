import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useWords } from '../i18n/words.ts';
import { IconButton } from './button.tsx';
import { cx } from './class-names.ts';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** The decision, right-aligned; the way out first, the deed last. */
  readonly actions?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** `alert` when the decision must be made now. */
  readonly role?: 'dialog' | 'alertdialog';
  /** Outside presses close it; switch off while a form holds unsaved words. */
  readonly isDismissable?: boolean;
}

const WIDTHS = { small: 'max-w-md', medium: 'max-w-xl', large: 'max-w-3xl' } as const;

/** A decision that must be made now. Everything else opens beside the list. */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  actions,
  size = 'small',
  role = 'dialog',
  isDismissable = true,
}: DialogProps): ReactNode {
  const say = useWords('ui');
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      className="fixed inset-0 z-40 flex items-start justify-center overflow-y-auto bg-shade p-4 pt-[12vh]"
    >
      <Modal className={cx('w-full rounded-panel bg-raised shadow-lift forced-colors:border', WIDTHS[size])}>
        <AriaDialog role={role} className="flex max-h-[76vh] flex-col outline-none">
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-1">
            <Heading slot="title" className="text-15 leading-snug">
              {title}
            </Heading>
            <IconButton icon={X} label={say('close')} size="small" onPress={onClose} className="-me-1.5" />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-4">{children}</div>
          {actions !== undefined && <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
