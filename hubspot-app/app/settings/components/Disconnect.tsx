import { useState } from 'react';
import { Button, Checkbox, Flex, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import type { ConnectionView } from '../api/types.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { FailureAlert } from './Notices.tsx';

/** Ends a connection, and offers to empty our properties while HubSpot still lets us. */
export function Disconnect({ connection, changed }: { connection: ConnectionView; changed: () => Promise<unknown> }) {
  const { t, api, actions } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [isClearing, setClearing] = useState(true);
  const overlayId = `disconnect-${connection.id}`;
  const disconnect = async () => {
    if (!(await run(() => api.disconnect(connection.id, isClearing), t('disconnect.done')))) return;
    actions.closeOverlay(overlayId);
    await changed();
  };
  return (
    <Button
      size="sm"
      variant="destructive"
      overlay={
        <Modal id={overlayId} title={t('disconnect.title', { name: connection.name })} variant="danger" width="md">
          <ModalBody>
            <Flex direction="column" gap="sm">
              <Text>{t('disconnect.text')}</Text>
              <Checkbox name="clear" checked={isClearing} onChange={setClearing}>
                {t('disconnect.clear')}
              </Checkbox>
              <FailureAlert failure={failure} />
            </Flex>
          </ModalBody>
          <ModalFooter>
            <LoadingButton
              variant="destructive"
              loading={isRunning}
              onClick={() => void disconnect()}
              testId={`disconnect-yes-${connection.id}`}
            >
              {t('disconnect')}
            </LoadingButton>
            <Button disabled={isRunning} onClick={() => actions.closeOverlay(overlayId)}>
              {t('cancel')}
            </Button>
          </ModalFooter>
        </Modal>
      }
      testId={`disconnect-${connection.id}`}
    >
      {t('disconnect')}
    </Button>
  );
}

const UNINSTALL = 'uninstall';

/** Takes Puente out of the HubSpot account. */
export function Uninstall({ changed }: { changed: () => Promise<unknown> }) {
  const { t, api, actions } = useSettings();
  const { run, isRunning, failure } = useAction();
  const uninstall = async () => {
    if (!(await run(() => api.uninstall(), t('uninstall.done')))) return;
    actions.closeOverlay(UNINSTALL);
    await changed();
  };
  return (
    <Flex>
      <Button
        size="sm"
        variant="transparent"
        overlay={
          <Modal id={UNINSTALL} title={t('uninstall.title')} variant="danger" width="md">
            <ModalBody>
              <Text>{t('uninstall.text')}</Text>
              <FailureAlert failure={failure} />
            </ModalBody>
            <ModalFooter>
              <LoadingButton variant="destructive" loading={isRunning} onClick={() => void uninstall()} testId="uninstall-yes">
                {t('uninstall')}
              </LoadingButton>
              <Button disabled={isRunning} onClick={() => actions.closeOverlay(UNINSTALL)}>
                {t('cancel')}
              </Button>
            </ModalFooter>
          </Modal>
        }
        testId="uninstall"
      >
        {t('uninstall')}
      </Button>
    </Flex>
  );
}
