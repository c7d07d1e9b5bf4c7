import { useSettings } from '../../hooks/useSettings.tsx';
import { useRuleChanges } from '../../hooks/rule-changes.ts';
import type { Offered } from '../../hooks/customers.ts';
import { Confirmed } from '../Confirmed.tsx';

interface Props {
  connectionId: string;
  view: Offered;
  /** What is being edited goes, too. */
  discard: (to: 'nothing' | 'stopped') => Promise<unknown>;
  changed: () => Promise<unknown>;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The ways back from a draft, each with what it loses: to what is live; where nothing is, to what was stopped, and to the proposal. */
export function Discard({ connectionId, view, discard, changed }: Props) {
  const { t } = useSettings();
  const changesOf = useRuleChanges(view);
  const { rules, live, stopped, isDraft } = view;
  const common = { variant: 'destructive' as const, changed };
  if (live) {
    if (!isDraft) return null;
    const lost = changesOf(live, rules);
    return (
      <Confirmed
        {...common}
        id={`discard-customers-${connectionId}`}
        label={t('customers.discard')}
        title={t('customers.discard.title')}
        sentences={[t('customers.discard.live'), ...shortened(lost)]}
        act={() => discard('nothing')}
        success={t('customers.discarded')}
      />
    );
  }
  return (
    <>
      {stopped && !(isDraft && isSame(stopped, rules)) && (
        <Confirmed
          {...common}
          id={`back-customers-${connectionId}`}
          label={t('customers.back')}
          title={t('customers.back.title')}
          sentences={[t('customers.back.text'), ...(isDraft ? [t('customers.back.lost'), ...shortened(changesOf(stopped, rules))] : [])]}
          variant={isDraft ? 'destructive' : 'primary'}
          act={() => discard('stopped')}
          success={t('customers.back.done')}
        />
      )}
      {isDraft && (
        <Confirmed
          {...common}
          id={`discard-customers-${connectionId}`}
          label={t('customers.startOver')}
          title={t('customers.startOver.title')}
          sentences={[t('customers.startOver.text', sizeOf(view)), t(stopped ? 'customers.startOver.kept' : 'customers.startOver.gone')]}
          act={() => discard('nothing')}
          success={t('customers.startOver.done')}
        />
      )}
    </>
  );
}

const SHOWN = 12;
const shortened = (sentences: string[]): string[] => (sentences.length > SHOWN ? [...sentences.slice(0, SHOWN), '…'] : sentences);

function sizeOf({ rules: { companies, contacts } }: Offered) {
  const both = [companies, contacts];
  const sum = (countIn: (rules: typeof companies) => number) => both.reduce((all, rules) => all + countIn(rules), 0);
  return {
    conditions: sum(({ createWhen }) => createWhen.length),
    fields: sum(({ mapping }) => mapping.length),
    deletions: sum(
      ({ whenDeletedInHubSpot, whenGoneInErp }) => [whenDeletedInHubSpot, whenGoneInErp].filter((one) => one === 'archive').length,
    ),
  };
}
