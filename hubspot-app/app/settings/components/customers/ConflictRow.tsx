import { Button, Flex, Link, TableCell, TableRow, Text } from '@hubspot/ui-extensions';
import type { FieldDecision } from '../../api/endpoints.ts';
import type { Conflict, FieldEditor } from '../../api/customers.ts';
import { editorText } from '../../common/change-text.ts';
import { useStep, type Sides } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { breakable } from '../breakable.ts';
import { FailureAlert } from '../Notices.tsx';

interface Props {
  conflict: Conflict;
  sides: Sides;
  changed: () => Promise<unknown>;
}

/** One field of one customer: what each side says, and a click for either, or for leaving both. */
export function ConflictRow({ conflict, sides, changed }: Props) {
  const { t, api, format } = useSettings();
  const { step, isRunning, failure } = useStep(changed);
  const { connectionId, objectType, customerId, property, field } = conflict;
  const id = `${customerId}-${property}`;
  const choices = [
    { answer: 'hubspot', value: sides.inHubSpot(property, conflict.hubspot) },
    { answer: 'erp', value: sides.inErp(field, conflict.erp) },
  ] as const;
  const decide = (answer: FieldDecision['answer']) =>
    void step(() => api.decideField({ connectionId, objectType, customerId, property, answer }), t(`customers.conflict.${answer}.done`));
  return (
    <TableRow>
      <TableCell>
        <Flex direction="column" gap="xs">
          <Text format={{ fontWeight: 'bold' }}>{sides.labelOfProperty(property)}</Text>
          <Link href={{ url: conflict.url, external: true }}>{breakable(conflict.customerName)}</Link>
          <Text variant="microcopy">{t('customers.conflict.since', { moment: format.moment(conflict.since) })}</Text>
        </Flex>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="xs">
          {choices.map(({ answer, value }) => (
            <Flex key={answer} direction="row" align="center" gap="sm" wrap>
              <Flex direction="column" gap="flush">
                <Text>{t(`customers.conflict.says.${answer}`, { value: value === null ? t('customers.empty') : breakable(value) })}</Text>
                <Edited side={answer} editor={conflict.editedBy[answer]} />
              </Flex>
              <Button size="xs" disabled={isRunning} onClick={() => decide(answer)} testId={`${answer}-${id}`}>
                {t(`customers.conflict.${answer}`)}
              </Button>
            </Flex>
          ))}
          <Flex>
            <Button size="xs" variant="transparent" disabled={isRunning} onClick={() => decide('both')} testId={`both-${id}`}>
              {t('customers.conflict.both')}
            </Button>
          </Flex>
          <FailureAlert failure={failure} />
        </Flex>
      </TableCell>
    </TableRow>
  );
}

/** Who edited it, where the system tells; an ERP tells it of the customer as a whole. */
function Edited({ side, editor }: { side: 'hubspot' | 'erp'; editor: FieldEditor | null }) {
  const { t, format } = useSettings();
  if (!editor) return null;
  const facts = { editor: editorText(editor, t), moment: format.moment(editor.at) };
  return <Text variant="microcopy">{t(`customers.conflict.edited.${side}`, facts)}</Text>;
}
