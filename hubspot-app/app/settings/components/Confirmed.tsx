import { Button, Flex, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

interface Props {
  id: string;
  label: string;
  title: string;
  sentences: string[];
  variant: 'primary' | 'secondary' | 'destructive';
  disabled?: boolean;
  /** The button that opens it is not the main one of its part of the page. */
  isQuiet?: boolean;
  act: () => Promise<unknown>;
  /** Another way to go on. */
  also?: { label: string; act: () => Promise<unknown>; success: string };
  /** Left out: `act` says by itself what became of it. */
  success?: string;
  changed: () => Promise<unknown>;
}

/** A button that asks once more, in words, before it acts. */
export function Confirmed({ id, label, title, sentences, variant, disabled = false, isQuiet = false, act, also, success, changed }: Props) {
  const { t, actions } = useSettings();
  const { run, isRunning, failure } = useAction();
  const confirm = async (way: () => Promise<unknown>, said: string | undefined) => {
    if (!(await run(way, said))) return;
    actions.closeOverlay(id);
    await changed();
  };
  return (
    <Button
      size={isQuiet ? 'xs' : 'sm'}
      variant={isQuiet ? 'secondary' : variant}
      disabled={disabled}
      overlay={
        <Modal id={id} title={title} width="md" variant={variant === 'destructive' ? 'danger' : 'default'}>
          <ModalBody>
            <Flex direction="column" gap="sm">
              {sentences.map((sentence) => (
                <Text key={sentence}>{sentence}</Text>
              ))}
              <FailureAlert failure={failure} />
            </Flex>
          </ModalBody>
          <ModalFooter>
            <LoadingButton variant={variant} loading={isRunning} onClick={() => void confirm(act, success)} testId={`${id}-yes`}>
              {label}
            </LoadingButton>
            {also && (
              <LoadingButton loading={isRunning} onClick={() => void confirm(also.act, also.success)} testId={`${id}-also`}>
                {also.label}
              </LoadingButton>
            )}
            <Button disabled={isRunning} onClick={() => actions.closeOverlay(id)}>
              {t('cancel')}
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
