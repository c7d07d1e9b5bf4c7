import { Button, Flex, LoadingButton, LoadingSpinner, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import type { CreatableRecords } from '../../api/types.ts';
import { useLoaded } from '../../common/loaded.ts';
import type { CustomerObject } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';

interface Props {
  id: string;
  /** Those that are switched on now. */
  objects: CustomerObject[];
  isRunning: boolean;
  save: () => Promise<unknown>;
}

/** It creates at once: how many, and some of them, are said before. */
export function SaveCreation({ id, objects, isRunning, save }: Props) {
  const { t, api, actions } = useSettings();
  const { state, reload } = useLoaded(api.creatable);
  const sentences = useConsequences();
  const confirm = async () => {
    // What went wrong stands on the page behind.
    await save();
    actions.closeOverlay(id);
  };
  return (
    <Button
      size="sm"
      variant="primary"
      overlay={
        <Modal id={id} title={t('customers.toHubSpot.ask')} width="md">
          <ModalBody>
            <Flex direction="column" gap="sm">
              {state.status === 'loading' && <LoadingSpinner label={t('customers.toHubSpot.counting')} showLabel />}
              {state.status === 'failed' && <Failed failure={state.failure} retry={() => void reload()} />}
              {state.status === 'ready' &&
                objects.flatMap((object) => sentences(object, state.data[object])).map((one) => <Text key={one}>{one}</Text>)}
            </Flex>
          </ModalBody>
          <ModalFooter>
            <LoadingButton
              variant="primary"
              loading={isRunning}
              disabled={state.status !== 'ready'}
              onClick={() => void confirm()}
              testId={`${id}-yes`}
            >
              {t('customers.toHubSpot.yes')}
            </LoadingButton>
            <Button disabled={isRunning} onClick={() => actions.closeOverlay(id)}>
              {t('cancel')}
            </Button>
          </ModalFooter>
        </Modal>
      }
      testId={id}
    >
      {t('save')}
    </Button>
  );
}

function useConsequences(): (object: CustomerObject, found: CreatableRecords[CustomerObject]) => string[] {
  const { t } = useSettings();
  return (object, { count, asked, samples, isComplete }) => {
    const records = t(`customers.count.${object}`, { count });
    const names = samples.join(' · ');
    return [
      t(count === 0 ? `customers.toHubSpot.none.${object}` : 'customers.toHubSpot.now', { count, records }),
      count > 0 && t(count > samples.length ? 'customers.toHubSpot.someOf' : 'customers.toHubSpot.allOf', { names }),
      asked > 0 && t('customers.toHubSpot.asked', { count: asked }),
      !isComplete && t('customers.toHubSpot.more'),
      t(`customers.toHubSpot.later.${object}`),
    ].filter((sentence) => typeof sentence === 'string');
  };
}
