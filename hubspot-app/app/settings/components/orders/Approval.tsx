import { Flex, MultiSelect, Text, Toggle } from '@hubspot/ui-extensions';
import { lacksApprover, makesOrders } from '../../hooks/orders.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import type { RulesPart } from './Pipeline.tsx';

/** Who has to agree before a quotation becomes an order. */
export function Approval({ rules, view, change }: RulesPart) {
  const { t } = useSettings();
  const { approval, pipelineId } = rules;
  const erp = view.connections.find(({ id }) => id === rules.connectionId)?.name ?? '';
  const emails = [...new Set([...view.users.map(({ email }) => email), ...(approval?.userEmails ?? [])])];
  const unnamed = (approval?.teamIds ?? [])
    .filter((id) => !view.teams.some((team) => team.id === id))
    .map((id) => ({ id, name: t('rules.amounts.team', { id: String(id) }) }));
  const teams = [...view.teams, ...unnamed];
  const isEmpty = lacksApprover(rules);
  return (
    <Flex direction="column" gap="sm">
      <Toggle
        name={`approval-${pipelineId}`}
        size="sm"
        label={t('orders.approval')}
        checked={approval !== null}
        onChange={(isOn) => change({ approval: isOn ? { userEmails: [], teamIds: [] } : null })}
      />
      <Text variant="microcopy">{t('orders.approval.text')}</Text>
      {!makesOrders(rules) && <Text>{t('orders.onlyQuotations', { erp })}</Text>}
      {approval && (
        <>
          <MultiSelect
            name={`approvers-${pipelineId}`}
            label={t('orders.approval.people')}
            value={approval.userEmails}
            options={emails.map((email) => ({ value: email, label: email }))}
            error={isEmpty}
            {...(isEmpty && { validationMessage: t('orders.approval.nobody') })}
            onChange={(chosen) => change({ approval: { ...approval, userEmails: chosen.map(String) } })}
          />
          {teams.length > 0 && (
            <MultiSelect
              name={`approving-teams-${pipelineId}`}
              label={t('orders.approval.teams')}
              value={approval.teamIds.map(String)}
              options={teams.map(({ id, name }) => ({ value: String(id), label: name }))}
              onChange={(chosen) => change({ approval: { ...approval, teamIds: chosen.map(Number) } })}
            />
          )}
        </>
      )}
    </Flex>
  );
}
