import type { CatalogView } from '../api/catalog.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { Confirmed } from './Confirmed.tsx';

interface Props {
  connectionId: string;
  changed: () => Promise<unknown>;
}

/** Asks once more before the first write, with how many products it makes and changes. */
export function ApproveCatalog({ connectionId, view, changed }: Props & { view: Exclude<CatalogView, { state: 'not_offered' }> }) {
  const { t, api } = useSettings();
  const { counts, rules, lacksPermission } = view;
  const isMaking = rules.createMissing;
  const sentences = [
    t('catalog.approve.made', { count: isMaking ? counts.toCreate : 0 }),
    t('catalog.approve.changed', { count: counts.toChange }),
    ...(counts.toComplete > 0 ? [t('catalog.approve.completed', { count: counts.toComplete })] : []),
    ...(counts.inSync > 0 ? [t('catalog.approve.same', { count: counts.inSync })] : []),
    ...(!isMaking && counts.toCreate > 0 ? [t('catalog.approve.notMade', { count: counts.toCreate })] : []),
    ...(counts.ambiguous > 0 ? [t('catalog.approve.ambiguous', { count: counts.ambiguous })] : []),
    t('catalog.approve.after'),
  ];
  return (
    <Confirmed
      id={`approve-catalog-${connectionId}`}
      label={t('catalog.approve')}
      title={t('catalog.approve.title')}
      sentences={sentences}
      variant="primary"
      disabled={lacksPermission || counts.waiting > 0}
      act={() => api.approveCatalog(connectionId, rules)}
      success={t('catalog.approved')}
      changed={changed}
    />
  );
}

/** Ends reading and writing; what HubSpot has stays there. */
export function StopCatalog({ connectionId, isWriting, changed }: Props & { isWriting: boolean }) {
  const { t, api } = useSettings();
  const stop = isWriting ? 'catalog.stop' : 'catalog.stop.preview';
  return (
    <Confirmed
      id={`stop-catalog-${connectionId}`}
      label={t('catalog.stop')}
      title={t(`${stop}.title`)}
      sentences={[t(`${stop}.text`)]}
      variant={isWriting ? 'destructive' : 'secondary'}
      act={() => api.stopCatalog(connectionId)}
      success={t('catalog.stopped')}
      changed={changed}
    />
  );
}
