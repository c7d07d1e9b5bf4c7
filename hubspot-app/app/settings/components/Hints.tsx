import { useState } from 'react';
import { Accordion, Button, Flex, List, LoadingButton, StatusTag, Text } from '@hubspot/ui-extensions';
import type { Entered } from '../api/endpoints.ts';
import type { ConnectionView } from '../api/types.ts';
import type { ErpForm } from '../erp-forms/form.ts';
import { useAction, useSettings } from '../hooks/useSettings.tsx';
import { ErpFields, isComplete } from './ErpFields.tsx';
import { FailureAlert } from './Notices.tsx';

interface Props {
  connection: ConnectionView;
  form: ErpForm;
  changed: () => void;
}

/** Whether the ERP announces its changes: set up by us with credentials used once, or by hand. */
export function Hints({ connection, form, changed }: Props) {
  const { t } = useSettings();
  if (connection.hint === 'not_supported') return <Text variant="microcopy">{t('hint.notSupported')}</Text>;
  return (
    <Flex direction="column" gap="sm">
      <Flex direction="row" gap="sm" align="center" wrap>
        <Text format={{ fontWeight: 'demibold' }}>{t('hint.title')}</Text>
        <StatusTag variant={connection.hint === 'on' ? 'success' : 'default'} hollow={connection.hint === 'off'}>
          {t(connection.hint === 'on' ? 'hint.tag.on' : 'hint.tag.off')}
        </StatusTag>
      </Flex>
      <Text>{t(connection.hint === 'on' ? 'hint.on' : 'hint.off')}</Text>
      {connection.hint === 'on' ? (
        <Remove connection={connection} form={form} changed={changed} />
      ) : (
        <Install connection={connection} form={form} changed={changed} />
      )}
    </Flex>
  );
}

function Install({ connection, form, changed }: Props) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [admin, setAdmin] = useState<Entered>({});
  const install = async () => {
    if (!(await run(() => api.hint({ connectionId: connection.id, answer: 'install', admin }), t('hint.installed')))) return;
    setAdmin({});
    changed();
  };
  return (
    <>
      <Accordion title={t('hint.install')} size="xs">
        <Flex direction="column" gap="sm">
          <Text variant="microcopy">{t('hint.install.text')}</Text>
          <AdminFields form={form} admin={admin} setAdmin={setAdmin} />
          <FailureAlert failure={failure} />
          <Flex>
            <LoadingButton
              size="sm"
              loading={isRunning}
              disabled={!isComplete(form.adminFields, admin)}
              onClick={() => void install()}
              testId={`install-hint-${connection.id}`}
            >
              {t('hint.install')}
            </LoadingButton>
          </Flex>
        </Flex>
      </Accordion>
      <ByHand connection={connection} form={form} />
    </>
  );
}

/** The connection's own credentials are tried first; where they may not, an administrator's are asked for. */
function Remove({ connection, form, changed }: Props) {
  const { t, api } = useSettings();
  const { run, isRunning, failure } = useAction();
  const [admin, setAdmin] = useState<Entered>({});
  const remove = async () => {
    const given = Object.values(admin).some(Boolean) ? admin : null;
    if (await run(() => api.hint({ connectionId: connection.id, answer: 'remove', admin: given }), t('hint.removed'))) changed();
  };
  return (
    <>
      {failure && (
        <FailureAlert failure={failure}>
          <Text>{t('hint.remove.text')}</Text>
        </FailureAlert>
      )}
      {failure && <AdminFields form={form} admin={admin} setAdmin={setAdmin} />}
      {failure && connection.hintUrl && <Text variant="microcopy">{connection.hintUrl}</Text>}
      <Flex>
        <LoadingButton size="sm" loading={isRunning} onClick={() => void remove()} testId="remove-hint">
          {t('hint.remove')}
        </LoadingButton>
      </Flex>
    </>
  );
}

function AdminFields({ form, admin, setAdmin }: { form: ErpForm; admin: Entered; setAdmin: (admin: Entered) => void }) {
  return <ErpFields fields={form.adminFields} value={admin} change={(patch) => setAdmin({ ...admin, ...patch })} />;
}

function ByHand({ connection: { hintUrl }, form }: Omit<Props, 'changed'>) {
  const { t, language, actions } = useSettings();
  if (!hintUrl) return null;
  const copy = async () => {
    await actions.copyTextToClipboard(hintUrl);
    actions.addAlert({ type: 'success', message: t('hint.copied') });
  };
  return (
    <Accordion title={t('hint.byHand')} size="xs">
      <Flex direction="column" gap="sm">
        <List variant="ordered-styled">
          {form.hintSteps[language].map((step) => (
            <Text key={step}>{step}</Text>
          ))}
        </List>
        <Text format={{ fontWeight: 'demibold' }}>{t('hint.address')}</Text>
        <Flex direction="row" gap="sm" align="center" wrap>
          <Text variant="microcopy">{hintUrl}</Text>
          <Button size="xs" onClick={() => void copy()}>
            {t('hint.copy')}
          </Button>
        </Flex>
      </Flex>
    </Accordion>
  );
}
