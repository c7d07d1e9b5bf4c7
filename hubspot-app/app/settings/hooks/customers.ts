import { useMemo } from 'react';
import type { CustomerObjectRules, CustomerRules, CustomersView, ErpFieldView, PropertyView } from '../api/customers.ts';
import type { RetryOutcome } from '../api/types.ts';
import { failureOf } from '../common/client.ts';
import { erpFieldLabel, erpValueLabel } from '../common/erp-fields.ts';
import { choiceLabel, propertyLabel } from '../common/property-labels.ts';
import { useDraft } from './drafts.tsx';
import { useAction, useSettings } from './useSettings.tsx';

export type Offered = Exclude<CustomersView, { state: 'not_offered' }>;
export type CustomerObject = keyof CustomerRules;
export const CUSTOMER_OBJECTS: CustomerObject[] = ['companies', 'contacts'];

/** What moves when something is done to a customer, however it came about. */
export const countsOf = ({ counts, run, isTrial }: Offered) => ({ counts, done: run?.done, isTrial });

export interface RulesDraft {
  rules: CustomerRules;
  change: (object: CustomerObject, patch: Partial<CustomerObjectRules>) => void;
  /** Edited on this page and not saved yet. */
  isChanged: boolean;
  /** What was saved when the first of these edits was made. */
  revision: number;
  /** Somebody else saved since. */
  isOvertaken: boolean;
  /** Of what this page itself has just saved. */
  setRevision: (revision: number) => void;
  clear: () => void;
}

/** What is being edited, laid over what was saved: a re-read of the page leaves it alone. */
export function useRulesDraft(view: Offered, connectionId: string): RulesDraft {
  const draft = useDraft<CustomerRules>(view.rules, { tab: 'customers', part: 'rules', connectionId }, view.revision);
  const { isChanged, revision, setRevision, clear } = draft;
  const change = (object: CustomerObject, patch: Partial<CustomerObjectRules>) =>
    draft.change({ [object]: { ...draft.value[object], ...patch } });
  return { rules: draft.value, change, isChanged, revision, isOvertaken: view.revision > revision, setRevision, clear };
}

/** The two sides of one kind of record, by name, and their values as people read them. */
export interface Sides {
  properties: PropertyView[];
  /** Null: the ERP does not answer. */
  fields: ErpFieldView[] | null;
  property: (name: string) => PropertyView | undefined;
  field: (name: string) => ErpFieldView | undefined;
  labelOfProperty: (name: string) => string;
  labelOfField: (name: string) => string;
  /** As HubSpot or the ERP shows the value; null: empty. */
  inHubSpot: (name: string, value: string | null) => string | null;
  inErp: (name: string, value: string | null) => string | null;
}

export function useSides({ properties, fields }: Pick<Offered, 'properties' | 'fields'>, object: CustomerObject): Sides {
  const { language } = useSettings();
  const show = useShownValue();
  return useMemo(() => {
    const all = properties[object].map((one) => ({
      ...one,
      label: propertyLabel(one.name, one.label, language),
      options:
        one.options && one.options.map(({ value, label }) => ({ value, label: choiceLabel(one.name, { value, own: label }, language) })),
    }));
    const byName = new Map(all.map((one) => [one.name, one]));
    const ofErp =
      fields &&
      fields[object].map((one) => ({
        ...one,
        // Words that the ERP gives are right in its own language.
        label: language === 'en' && one.label !== one.name ? one.label : erpFieldLabel(one.label, language),
        options: one.options && one.options.map((option) => ({ ...option, label: erpValueLabel(option.label, language) })),
      }));
    const fieldsByName = new Map((ofErp ?? []).map((one) => [one.name, one]));
    return {
      properties: all,
      fields: ofErp,
      property: (name) => byName.get(name),
      field: (name) => fieldsByName.get(name),
      labelOfProperty: (name) => byName.get(name)?.label ?? propertyLabel(name, undefined, language),
      labelOfField: (name) => fieldsByName.get(name)?.label ?? erpFieldLabel(name, language),
      inHubSpot: (name, value) => show(byName.get(name), value),
      inErp: (name, value) => show(fieldsByName.get(name), value),
    };
  }, [properties, fields, object, language, show]);
}

type Side = Pick<PropertyView, 'type' | 'options'>;

function useShownValue(): (side: Side | undefined, value: string | null) => string | null {
  const { t, format } = useSettings();
  return useMemo(
    () => (side, value) => {
      if (value === null || value === '') return null;
      const option = side?.options?.find((one) => one.value === value)?.label;
      if (option !== undefined) return option;
      if (side?.type === 'boolean' && (value === 'true' || value === 'false')) return t(`customers.value.${value}`);
      if (side?.type === 'number' && /^-?\d+(\.\d+)?$/.test(value)) return format.decimal(value);
      if (side?.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value);
      return value;
    },
    [t, format],
  );
}

/** Refusals that say that somebody else was here since the page was read. */
const OUTDATED = ['customers.changed_meanwhile', 'customers.preview_outdated', 'customers.not_previewed', 'orders.changed_meanwhile'];

/** Something done on the server, after which the page is read again. */
export function useStep(changed: () => Promise<unknown>) {
  const { run, isRunning, failure } = useAction();
  const step = async (action: () => Promise<unknown>, success?: string): Promise<boolean> => {
    let isOld = false;
    const isDone = await run(
      () =>
        action().catch((error: unknown) => {
          isOld = OUTDATED.includes(failureOf(error).code);
          throw error;
        }),
      success,
    );
    if (isDone || isOld) await changed();
    return isDone;
  };
  return { step, isRunning, failure };
}

/** Says what came of trying again, and how many wait for a person instead. */
export function useRetried(): (outcome: RetryOutcome) => void {
  const { t, actions } = useSettings();
  return ({ left }) =>
    actions.addAlert({ type: 'success', message: left > 0 ? t('problems.retried.but', { count: left }) : t('problems.retried') });
}
