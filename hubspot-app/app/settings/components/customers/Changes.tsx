import { useCallback } from 'react';
import {
  Flex,
  Heading,
  Link,
  LoadingSpinner,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { FieldChange } from '../../api/customers.ts';
import { changeText, cutValue } from '../../common/change-text.ts';
import { useSides, type Offered, type Sides } from '../../hooks/customers.ts';
import { usePages } from '../../hooks/pages.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Failed } from '../Notices.tsx';

interface Props {
  connectionId: string;
  name: string;
  view: Offered;
}

/** What became of the fields of all records, the newest first; a change is taken back on the record's own card. */
export function Changes({ connectionId, name, view }: Props) {
  const { api, t } = useSettings();
  const load = useCallback((page: number) => api.fieldChanges(connectionId, page), [api, connectionId]);
  const { state, reload, paging } = usePages(load);
  const sides = { companies: useSides(view, 'companies'), contacts: useSides(view, 'contacts') };
  if (state.status === 'loading') return <LoadingSpinner label={t('loading')} />;
  if (state.status === 'failed') return <Failed failure={state.failure} retry={() => void reload()} />;
  const { changes } = state.data;
  if (changes.length === 0) return null;
  return (
    <Flex direction="column" gap="sm">
      <Heading>{t('customers.changes')}</Heading>
      <Text>{t('customers.changes.text')}</Text>
      <Table density="condensed" {...paging}>
        <TableHead>
          <TableRow>
            <TableHeader>{t('customers.column.record')}</TableHeader>
            <TableHeader>{t('customers.column.outcome')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {changes.map((change) => (
            <ChangeRow key={change.id} change={change} name={name} sides={sides[change.objectType]} />
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

function ChangeRow({ change, name, sides }: { change: FieldChange; name: string; sides: Sides }) {
  const words = useSettings();
  const { t, explain } = words;
  const { property, url, customerName, undoRefused } = change;
  return (
    <TableRow>
      <TableCell>
        <Link href={{ url, external: true }}>{customerName}</Link>
      </TableCell>
      <TableCell>
        <Flex direction="column" gap="flush">
          <Text>{changeText(change, { label: sides.labelOfProperty(property), name, values: shownValues(change, sides, t) }, words)}</Text>
          {undoRefused && <Text variant="microcopy">{t('customers.change.notUndone', { what: explain(undoRefused).what })}</Text>}
        </Flex>
      </TableCell>
    </TableRow>
  );
}

/** As people read them on the side where they stood; of values that nobody wrote the side is not known. */
function shownValues(
  { writtenTo, property, field, before, after, lost }: FieldChange,
  sides: Sides,
  t: ReturnType<typeof useSettings>['t'],
) {
  const quoted = (value: string | null): string => (value ? t('value.quoted', { value: cutValue(value) }) : t('value.empty'));
  const written = (value: string | null): string =>
    quoted(writtenTo === 'erp' ? sides.inErp(field, value) : sides.inHubSpot(property, value));
  return { before: written(before), after: written(after), lost: writtenTo === 'nobody' ? quoted(lost) : written(lost) };
}
