import type { ReactNode } from 'react';
import { Button, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import { useCard } from '../hooks/useCard.tsx';

interface Props {
  id: string;
  /** On the button that asks, and on the one that acts. */
  label: string;
  title: string;
  text: string;
  variant: 'primary' | 'destructive';
  isRunning: boolean;
  disabled?: boolean;
  act: () => Promise<unknown>;
}

/** A button that asks once more, in words, before it acts. */
export function Confirmed({ id, label, title, text, variant, isRunning, disabled = false, act }: Props): ReactNode {
  const { t, actions } = useCard();
  const confirm = async () => {
    await act();
    actions.closeOverlay(id);
  };
  return (
    <Button
      size="sm"
      variant="secondary"
      disabled={disabled || isRunning}
      overlay={
        <Modal id={id} title={title} width="sm" variant={variant === 'destructive' ? 'danger' : 'default'}>
          <ModalBody>
            <Text>{text}</Text>
          </ModalBody>
          <ModalFooter>
            <LoadingButton variant={variant} loading={isRunning} onClick={() => void confirm()} testId={`${id}-yes`}>
              {label}
            </LoadingButton>
            <Button disabled={isRunning} onClick={() => actions.closeOverlay(id)}>
              {t('close')}
            </Button>
          </ModalFooter>
        </Modal>
      }
      testId={id}
    >
      {label}
    </Button>
  );
}
