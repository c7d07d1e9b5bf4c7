import { useCallback, useState } from 'react';
import { Flex, Table, TableBody, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { FieldMapping, MappingSample } from '../../api/customers.ts';
import { useLoaded } from '../../common/loaded.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { AddField } from './AddField.tsx';
import type { RulesPart } from './Creation.tsx';
import { MappingRow } from './MappingRow.tsx';
import { SampleLine } from './SampleLine.tsx';

interface Props extends RulesPart {
  connectionId: string;
  changed: () => Promise<unknown>;
}

/** Which field goes where, and who wins; one line per field, with what both sides hold today. */
export function Mapping({ connectionId, changed, ...part }: Props) {
  const { api, t } = useSettings();
  const { object, sides, rules, change } = part;
  const load = useCallback(() => api.mappingSample(connectionId, object), [api, connectionId, object]);
  const sample = useLoaded<MappingSample>(load);
  const pair = sample.state.status === 'ready' ? sample.state.data.pair : null;
  const [editing, setEditing] = useState<string | null>(null);
  const { mapping } = rules;
  const setLine = (field: string, to: FieldMapping | null) =>
    change({ mapping: mapping.flatMap((one) => (one.field === field ? (to ?? []) : one)) });
  return (
    <Flex direction="column" gap="sm">
      <SampleLine state={sample.state} retry={() => void sample.reload()} />
      {sides.fields === null && <Text variant="microcopy">{t('customers.noFields')}</Text>}
      {mapping.length === 0 ? (
        <Text>{t('customers.mapping.none')}</Text>
      ) : (
        <Table density="condensed">
          <Head />
          <TableBody>
            {mapping.map((line) => (
              <MappingRow
                key={`${line.property} ${line.field}`}
                object={object}
                line={line}
                sides={sides}
                pair={pair}
                isEditing={editing === line.field}
                edit={(isOn) => setEditing(isOn ? line.field : null)}
                change={(to) => setLine(line.field, to)}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {sides.fields !== null && (
        <AddField
          connectionId={connectionId}
          object={object}
          sides={sides}
          mapping={mapping}
          add={(line) => change({ mapping: [...mapping, line] })}
          changed={changed}
        />
      )}
    </Flex>
  );
}

function Head() {
  const { t } = useSettings();
  return (
    <TableHead>
      <TableRow>
        <TableHeader>{t('customers.column.property')}</TableHeader>
        <TableHeader>{t('customers.column.field')}</TableHeader>
        <TableHeader>{t('customers.column.rule')}</TableHeader>
      </TableRow>
    </TableHead>
  );
}
