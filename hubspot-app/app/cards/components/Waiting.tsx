import {
  Button,
  EmptyState,
  ErrorState,
  Flex,
  Heading,
  LoadingSpinner,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  Text,
} from '@hubspot/ui-extensions';
import type { RecordView } from '../api/types.ts';
import { useIsSlow } from '../common/timers.ts';
import { useCard } from '../hooks/useCard.tsx';
import type { Key } from '../i18n/en.ts';
import { Tiles } from './Tiles.tsx';

const PLACEHOLDERS = [1, 2, 3];

/** The shape of the result, without figures; nothing at all while it would only flicker. */
export function Skeleton() {
  const { t, isDeal } = useCard();
  const isSlow = useIsSlow();
  if (!isSlow) return null;
  const empty = (label: Key) => ({ label: t(label), number: '–', more: <Text variant="microcopy">–</Text> });
  return (
    <Flex direction="column" gap="md">
      <LoadingSpinner label={t('loading')} showLabel />
      <Tiles
        pairs={[
          [empty(isDeal ? 'total.open.deal' : 'total.open'), empty(isDeal ? 'total.overdue.deal' : 'total.overdue')],
          [empty(isDeal ? 'total.paid.deal' : 'total.paid')],
        ]}
      />
      <Heading>{t('list.title')}</Heading>
      <Table bordered density="compact">
        <TableHead>
          <TableRow>
            <TableHeader>{t('column.invoice')}</TableHeader>
            <TableHeader align="right" width="min">
              {t('column.open')}
            </TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {PLACEHOLDERS.map((row) => (
            <TableRow key={row}>
              <TableCell>
                <Text>–</Text>
                <Text variant="microcopy">–</Text>
              </TableCell>
              <TableCell align="right">–</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Flex>
  );
}

type StateOf<S extends RecordView['state']> = Extract<RecordView, { state: S }>;

export function NotConnected({ view }: { view: StateOf<'not_connected'> }) {
  const { t } = useCard();
  const administrators = useNames(view.administrators);
  const kind = view.isPaused ? 'paused' : 'notConnected';
  return (
    <EmptyState title={t(`${kind}.title`)} imageName="integrations" layout="vertical">
      {view.isAdministrator ? <ToSettings text={t(`${kind}.administrator`)} /> : <Text>{t(`${kind}.others`, { administrators })}</Text>}
    </EmptyState>
  );
}

export function Preparing({ view }: { view: StateOf<'preparing'> }) {
  const { t } = useCard();
  if (!view.needsApproval) {
    return (
      <EmptyState title={t('preparing.title')} imageName="task" layout="vertical">
        <Text>{t('preparing.text', { rowsRead: view.rowsRead })}</Text>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('preparing.approve.title')} imageName="task" layout="vertical">
      {view.isAdministrator ? <ToSettings text={t('preparing.approve.administrator')} /> : <Text>{t('preparing.approve.others')}</Text>}
    </EmptyState>
  );
}

export function NotAllowed({ view }: { view: StateOf<'not_allowed'> }) {
  const { t, explain } = useCard();
  const administrators = useNames(view.administrators);
  return (
    <ErrorState title={t('notAllowed.title')} type="lock">
      <Text>{t('notAllowed.text', { administrators })}</Text>
      {/* What to do was said above: asking for access. */}
      {view.notices.map((notice) => (
        <Text key={notice.code}>{explain(notice).what}</Text>
      ))}
    </ErrorState>
  );
}

function ToSettings({ text }: { text: string }) {
  const { t, settingsUrl } = useCard();
  return (
    <Flex direction="column" gap="sm" align="center">
      <Text>{text}</Text>
      <Flex>
        <Button variant="primary" href={settingsUrl} testId="to-settings">
          {t('notConnected.button')}
        </Button>
      </Flex>
      <Text variant="microcopy">{t('notConnected.path')}</Text>
    </Flex>
  );
}

export const useNames = (administrators: string[]): string => {
  const { t, language } = useCard();
  // Any one of them will do.
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  return administrators.length > 0 ? either.format(administrators) : t('administrators.unknown');
};
