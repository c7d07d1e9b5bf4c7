import { Accordion, Divider, Flex, Input, LoadingButton, Text, Tile, Toggle } from '@hubspot/ui-extensions';
import type { ConnectionPatch, Entered } from '../api/endpoints.ts';
import type { ConnectionView } from '../api/types.ts';
import type { ErpForm } from '../erp-forms/form.ts';
import { formOf } from '../erp-forms/index.ts';
import { useDraft, useSave } from '../hooks/drafts.tsx';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { CompanyChoice } from './Connect.tsx';
import { ConnectionHeading } from './ConnectionOverview.tsx';
import { asksWhichErp } from './Decisions.tsx';
import { Disconnect } from './Disconnect.tsx';
import { AcceptCertificate, ErpFields, isComplete } from './ErpFields.tsx';
import { Hints } from './Hints.tsx';
import { FailureAlert } from './Notices.tsx';
import { Overtaken } from './Overtaken.tsx';
import { Pause } from './Pause.tsx';
import { ProjectRecords } from './ProjectRecords.tsx';

interface Props {
  connection: ConnectionView;
  changed: () => Promise<unknown>;
}

/** What can be changed on a connection: name, companies, credentials, hints, pause, end. */
export function ConnectionSettings({ connection, changed }: Props) {
  const form = formOf(connection.system);
  return (
    <Tile>
      <Flex direction="column" gap="md">
        <ConnectionHeading connection={connection} />
        <NameAndCompanies connection={connection} changed={changed} />
        {form && <Credentials connection={connection} form={form} changed={changed} />}
        {connection.readsOrders !== null && (
          <ReadToggle what="orders" connection={connection} isOn={connection.readsOrders} changed={changed} />
        )}
        {connection.readsProjects !== null && (
          <ReadToggle what="projects" connection={connection} isOn={connection.readsProjects} changed={changed} />
        )}
        {connection.readsProjects && <ProjectRecords connection={connection} />}
        {connection.readsSubscriptions !== null && (
          <ReadToggle what="subscriptions" connection={connection} isOn={connection.readsSubscriptions} changed={changed} />
        )}
        {form && <Hints connection={connection} form={form} changed={() => void changed()} />}
        <Divider />
        <Flex direction="row" gap="sm" wrap>
          {!asksWhichErp(connection) && <Pause connection={connection} changed={changed} />}
          <Disconnect connection={connection} changed={changed} />
        </Flex>
      </Flex>
    </Tile>
  );
}

/** Sends what changed, and what that was before. */
function NameAndCompanies({ connection, changed }: Props) {
  const { t, api } = useSettings();
  const saved = { name: connection.name, companies: connection.companies.filter(({ isIncluded }) => isIncluded).map(({ id }) => id) };
  const draft = useDraft<typeof saved>(saved, { tab: 'connections', part: 'name', connectionId: connection.id });
  const { save, saveOver, isRunning, failure } = useSave(saved, draft, changed);
  const { value, change } = draft;
  const write = (was: Partial<typeof saved>) =>
    api.update({ connectionId: connection.id, ...sentOf(connection, draft.changes), was: sentOf(connection, was) });
  return (
    <Flex direction="column" gap="sm">
      <Input
        name={`name-${connection.id}`}
        label={t('connections.rename')}
        description={t('connect.name.help')}
        value={value.name}
        onInput={(name) => change({ name })}
        onChange={(name) => change({ name })}
      />
      {connection.companies.length > 1 && (
        <>
          <CompanyChoice companies={connection.companies} included={value.companies} change={(companies) => change({ companies })} />
          <Text variant="microcopy">{t('rules.companies.text')}</Text>
        </>
      )}
      {draft.isOvertaken && (
        <Overtaken title={t('overtaken')} isRunning={isRunning} load={draft.clear} saveOver={() => void saveOver(write, t('saved'))} />
      )}
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton
          size="sm"
          loading={isRunning}
          disabled={!draft.isChanged || draft.isOvertaken || value.name.trim() === '' || value.companies.length === 0}
          onClick={() => void save(write, t('saved'))}
          testId={`save-connection-${connection.id}`}
        >
          {t('save')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

type NameAndIncluded = Pick<ConnectionPatch, 'name' | 'companies'>;

/** None are named where all of them are included: those that come later are, too. */
const sentOf = ({ companies: all }: ConnectionView, { name, companies }: NameAndIncluded): NameAndIncluded => ({
  ...(name === undefined ? {} : { name }),
  ...(companies === undefined ? {} : { companies: companies.length === all.length ? [] : companies }),
});

const READS = { orders: 'readsOrders', projects: 'readsProjects', subscriptions: 'readsSubscriptions' } as const;

/** What became of deals: their quotations, orders, projects and subscriptions in the ERP, on the card. */
function ReadToggle({ what, connection: { id }, isOn, changed }: Props & { what: keyof typeof READS; isOn: boolean }) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const turn = async () => {
    if (await run(() => api.update({ connectionId: id, [READS[what]]: !isOn }), t(isOn ? `${what}.off` : `${what}.on`))) await changed();
  };
  return (
    <Flex direction="column" gap="xs">
      <Toggle
        name={`${what}-${id}`}
        size="sm"
        label={t(`${what}.label`)}
        checked={isOn}
        readOnly={isRunning}
        onChange={() => void turn()}
      />
      <Text variant="microcopy">{t(`${what}.text`)}</Text>
      <FailureAlert failure={failure} />
    </Flex>
  );
}

/** New credentials are tried before they replace the stored ones; secrets are entered, never shown. */
function Credentials({ connection, form, changed }: Props & { form: ErpForm }) {
  const { t, api } = useSettings();
  const saved = shownOf(connection, form);
  const draft = useDraft<Entered>(saved, { tab: 'connections', part: 'credentials', connectionId: connection.id });
  const { save, saveOver, isRunning, failure } = useSave(saved, draft, changed);
  const stored = leadsElsewhere(connection, form, draft.value) ? 'asked_again' : 'kept';
  const required = form.fields.filter(({ type }) => type !== 'password' || stored === 'asked_again');
  const write = (was: Partial<Entered>) =>
    api.update({ connectionId: connection.id, settings: draft.changes as Entered, was: { settings: was as Entered } });
  const done = t('connections.credentials.saved');
  return (
    <Accordion title={t('connections.credentials')} size="xs" defaultOpen={draft.isChanged}>
      <Flex direction="column" gap="md">
        <ErpFields fields={form.fields} limits={form.limits} value={draft.value} change={draft.change} stored={stored} />
        {draft.isOvertaken && (
          <Overtaken title={t('overtaken')} isRunning={isRunning} load={draft.clear} saveOver={() => void saveOver(write, done)} />
        )}
        <FailureAlert failure={failure} />
        <AcceptCertificate form={form} failure={failure} value={draft.value} change={draft.change} />
        <Flex>
          <LoadingButton
            size="sm"
            loading={isRunning}
            disabled={!draft.isChanged || draft.isOvertaken || !isComplete(required, draft.value)}
            onClick={() => void save(write, done)}
            testId={`save-credentials-${connection.id}`}
          >
            {t('connect.test')}
          </LoadingButton>
        </Flex>
      </Flex>
    </Accordion>
  );
}

/** A stored secret is not sent to another place than before. */
function leadsElsewhere({ settings }: ConnectionView, { fields, certificateField }: ErpForm, value: Entered): boolean {
  const destination = fields.filter(({ isDestination }) => isDestination).map(({ name }) => name);
  if (certificateField && value[certificateField] !== undefined) destination.push(certificateField);
  return destination.some((name) => (value[name] ?? '').trim() !== (settings[name] ?? ''));
}

function shownOf({ settings }: ConnectionView, { fields }: ErpForm): Entered {
  return Object.fromEntries(fields.map(({ name }) => [name, typeof settings[name] === 'string' ? settings[name] : '']));
}
