import { Flex, Heading, Table, TableBody, TableCell, TableHead, TableHeader, TableRow, Text } from '@hubspot/ui-extensions';
import type { Preview } from '../api/types.ts';
import { useSettings } from '../hooks/useSettings.tsx';
import { propertyInWords } from '../i18n/properties.ts';

/** Some customers with the record each was found on and what it would say there. */
export function Samples({ preview }: { preview: Preview }) {
  const settings = useSettings();
  const { t } = settings;
  const inWords = ([name, text]: [string, string]) => {
    const held = { name, value: text, currency: preview.currency };
    const { property, value } = propertyInWords(settings, preview.propertyWords[name], held);
    return `${property}: ${value}`;
  };
  return (
    <Flex direction="column" gap="xs">
      <Heading>{t('preview.samples')}</Heading>
      <Table density="condensed">
        <TableHead>
          <TableRow>
            <TableHeader>{t('preview.sample.record')}</TableHeader>
            <TableHeader>{t('preview.sample.values')}</TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {preview.samples.map((sample) => (
            <TableRow key={`${sample.objectType} ${sample.recordId} ${sample.customerName}`}>
              <TableCell>
                <Text>{sample.recordName ?? t('review.noName', { recordId: sample.recordId })}</Text>
                <Text variant="microcopy">
                  {t(`object.${sample.objectType as 'companies'}`)} · {t('preview.sample.is', { customer: sample.customerName })}
                </Text>
                <Text variant="microcopy">{t(`rule.${sample.rule as 'key'}`)}</Text>
              </TableCell>
              <TableCell>
                <Text variant="microcopy">
                  {Object.entries(sample.values)
                    .filter(([name, value]) => value !== '' && name in preview.propertyWords)
                    .map(inWords)
                    .join(' · ')}
                </Text>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}
