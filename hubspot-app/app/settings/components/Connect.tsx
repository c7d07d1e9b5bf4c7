import { useState } from 'react';
import { Alert, DateInput, Divider, Flex, Heading, Input, LoadingButton, Select, Text, ToggleGroup } from '@hubspot/ui-extensions';
import type { Entered } from '../api/endpoints.ts';
import type { ConnectionTest } from '../api/types.ts';
import type { ErpForm } from '../erp-forms/form.ts';
import { formOf } from '../erp-forms/index.ts';
import { fromDayValue, startOfDay, toDayValue } from '../hooks/days.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { AcceptCertificate, ErpFields, isComplete } from './ErpFields.tsx';
import { FailureAlert, NoticeAlert } from './Notices.tsx';

/** Connecting an ERP: which one, how to reach it, a test that names what is missing, what to include, from when. */
export function Connect({ systems, isFirst, connected }: { systems: string[]; isFirst: boolean; connected: () => void }) {
  const { t } = useSettings();
  const [system, setSystem] = useState(systems[0] ?? '');
  const form = formOf(system);
  return (
    <Flex direction="column" gap="md">
      <Heading>{t('connect.title')}</Heading>
      <Text>{t('connect.intro')}</Text>
      {systems.length > 1 && (
        <Select
          name="system"
          label={t('connect.system')}
          value={system}
          options={systems.map((value) => ({ value, label: formOf(value)?.name ?? value }))}
          onChange={(value) => setSystem(String(value))}
        />
      )}
      {form ? <ConnectForm key={system} {...{ form, isFirst, connected }} /> : <Text>{t('connect.noForm', { system })}</Text>}
    </Flex>
  );
}

interface FormProps {
  form: ErpForm;
  /** No other ERP is connected, so its kind says which one is meant. */
  isFirst: boolean;
  connected: () => void;
}

function ConnectForm({ form, isFirst, connected }: FormProps) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [entered, setEntered] = useState<Entered>({});
  const [tested, setTested] = useState<ConnectionTest | null>(null);
  // What was tested is what is connected: any change asks for another test.
  const change = (patch: Entered) => {
    setEntered((before) => ({ ...before, ...patch }));
    setTested(null);
  };
  const test = () => run(async () => setTested(await api.test(form.system, entered)));
  return (
    <Flex direction="column" gap="md">
      <ErpFields fields={form.fields} limits={form.limits} value={entered} change={change} />
      <FailureAlert failure={failure} />
      <AcceptCertificate form={form} failure={failure} value={entered} change={change} />
      <Flex>
        <LoadingButton
          variant={tested ? 'secondary' : 'primary'}
          loading={isRunning}
          disabled={!isComplete(form.fields, entered)}
          onClick={() => void test()}
          testId="test"
        >
          {t('connect.test')}
        </LoadingButton>
      </Flex>
      {tested && <Include {...{ form, isFirst, entered, tested, connected }} />}
    </Flex>
  );
}

interface IncludeProps extends FormProps {
  entered: Entered;
  tested: ConnectionTest;
}

/** What to include, and from when; then the first read begins. */
function Include({ form, isFirst, entered, tested, connected }: IncludeProps) {
  const { t, api, timeZone } = useSettings();
  const { run, isRunning, failure } = useAction();
  // On cards the company's own name would read as if it were one of its customers.
  const [name, setName] = useState(isFirst ? form.name : `${form.name} · ${tested.name}`);
  const [companies, setCompanies] = useState(tested.companies.map(({ id }) => id));
  const [goLiveOn, setGoLiveOn] = useState('');
  const goLive = toDayValue(goLiveOn);
  const connect = async () => {
    const isAll = companies.length === tested.companies.length;
    const goLiveAt = goLiveOn === '' ? null : startOfDay(goLiveOn, timeZone);
    const connection = { system: form.system, name, settings: entered, companies: isAll ? [] : companies, goLiveAt };
    if (await run(() => api.connect(connection), t('connect.created'))) connected();
  };
  return (
    <Flex direction="column" gap="md">
      <Alert title={t('connect.works', { product: tested.product })} variant="success">
        {t('connect.works.text', { name: tested.name })}
      </Alert>
      {tested.notices.map((notice) => (
        <NoticeAlert key={notice.code} notice={notice} variant="info" />
      ))}
      <Divider />
      <Input
        name="name"
        label={t('connect.name')}
        description={t('connect.name.help')}
        value={name}
        onInput={setName}
        onChange={setName}
        required
      />
      {tested.companies.length > 1 && <CompanyChoice companies={tested.companies} included={companies} change={setCompanies} />}
      <DateInput
        name="goLive"
        label={t('connect.goLive')}
        description={t('connect.goLive.help')}
        format="medium"
        {...(goLive ? { value: goLive } : {})}
        onChange={(value) => setGoLiveOn(fromDayValue(value))}
      />
      <FailureAlert failure={failure} />
      <Flex>
        <LoadingButton
          variant="primary"
          loading={isRunning}
          disabled={name.trim() === '' || (tested.companies.length > 0 && companies.length === 0)}
          onClick={() => void connect()}
          testId="connect"
        >
          {t('connect.create')}
        </LoadingButton>
      </Flex>
    </Flex>
  );
}

interface ChoiceProps {
  companies: { id: string; name: string; currency: string }[];
  included: string[];
  change: (ids: string[]) => void;
}

export function CompanyChoice({ companies, included, change }: ChoiceProps) {
  const { t } = useSettings();
  return (
    <ToggleGroup
      name="companies"
      toggleType="checkboxList"
      label={t('connect.companies')}
      tooltip={t('connect.companies.help')}
      options={companies.map(({ id, name, currency }) => ({ value: id, label: t('connect.company', { name, currency }) }))}
      value={included}
      onChange={change}
    />
  );
}
