import { Button, Flex, LoadingButton, Modal, ModalBody, ModalFooter, Text } from '@hubspot/ui-extensions';
import type { CatalogRules, CatalogView } from '../api/catalog.ts';
import { useSettings } from '../hooks/useSettings.tsx';

interface Props {
  id: string;
  view: Exclude<CatalogView, { state: 'not_offered' }>;
  changes: Partial<CatalogRules>;
  disabled: boolean;
  isRunning: boolean;
  save: () => Promise<unknown>;
}

/** Rules of products that are written to HubSpot already: they act at once, so it is said first what for how many. */
export function SaveCatalog({ id, view, changes, disabled, isRunning, save }: Props) {
  const { t, actions } = useSettings();
  const sentences = useConsequences(view, changes);
  const confirm = async () => {
    // What went wrong stands on the page behind.
    await save();
    actions.closeOverlay(id);
  };
  return (
    <Button
      size="sm"
      variant="primary"
      disabled={disabled}
      overlay={
        <Modal id={id} title={t('catalog.save.title')} width="md">
          <ModalBody>
            <Flex direction="column" gap="sm">
              {sentences.map((sentence) => (
                <Text key={sentence}>{sentence}</Text>
              ))}
            </Flex>
          </ModalBody>
          <ModalFooter>
            <LoadingButton variant="primary" loading={isRunning} onClick={() => void confirm()} testId={`${id}-yes`}>
              {t('catalog.save.yes')}
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

/** What each changed rule does to the products that HubSpot has, and to those it has not. */
function useConsequences({ counts, rules }: Props['view'], changes: Props['changes']): string[] {
  const { t } = useSettings();
  const kept = counts.inSync + counts.toCompare;
  const writes = [
    changes.priceLists && t('catalog.save.prices'),
    (changes.warehouseIds !== undefined || changes.availabilityThreshold !== undefined) && t('catalog.save.availability'),
    changes.showsCost !== undefined && t(changes.showsCost ? 'catalog.save.costs' : 'catalog.save.noCosts'),
    changes.joinsErps !== undefined && t('catalog.save.joins'),
    [changes.categoryIds, changes.tagIds, changes.companyIds].some((one) => one !== undefined) && t('catalog.save.leavesOut'),
    changes.createMissing === true && !rules.createMissing && t('catalog.save.makes', { count: counts.keptOut }),
    changes.createMissing === false && t('catalog.save.makesNone'),
  ].filter((sentence) => typeof sentence === 'string');
  return [t('catalog.save.kept', { count: kept }), ...writes, t('catalog.save.atOnce')];
}
