import { Select } from '@hubspot/ui-extensions';
import { useSettings } from '../../hooks/useSettings.tsx';
import { useOptions, type Choices } from './choices.ts';
import type { RulesPart } from './Pipeline.tsx';

const [NONE, PER_DEAL] = ['', 'per_deal'];
/** Codes are people's own: one may be called like a word of ours. */
const CODE = 'code ';

/** By which the ERP tells costs and revenues of an order apart, where it keeps such codes. */
export function ProjectCode({ rules: { projectCode, pipelineId }, change, choices }: RulesPart & { choices: Choices | null }) {
  const { t } = useSettings();
  const chosen = projectCode?.kind === 'existing' ? projectCode.code : null;
  const codes = useOptions(choices?.projectCodes ?? [], chosen);
  if (!choices?.projectCodes && !projectCode) return null;
  const choose = (value: string) => {
    if (value === PER_DEAL) change({ projectCode: { kind: 'per_deal' } });
    else change({ projectCode: value === NONE ? null : { kind: 'existing', code: value.slice(CODE.length) } });
  };
  return (
    <Select
      name={`projectCode-${pipelineId}`}
      label={t('orders.projectCode')}
      description={t('orders.projectCode.help')}
      value={chosen === null ? (projectCode?.kind ?? NONE) : `${CODE}${chosen}`}
      options={[
        { value: NONE, label: t('orders.projectCode.none') },
        { value: PER_DEAL, label: t('orders.projectCode.perDeal') },
        ...codes.map(({ value, label }) => ({ value: `${CODE}${value}`, label })),
      ]}
      onChange={(value) => choose(String(value))}
    />
  );
}
