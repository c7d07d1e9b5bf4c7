import { Alert, Flex } from '@hubspot/ui-extensions';
import type { Offered } from '../../hooks/customers.ts';
import { useSettings } from '../../hooks/useSettings.tsx';
import { Application } from './Application.tsx';
import { DryRun } from './DryRun.tsx';
import { Trial } from './Trial.tsx';

export interface StepProps {
  connectionId: string;
  /** What is read from the ERP was approved. */
  isConnectionLive: boolean;
  isConnectionPaused: boolean;
  view: Offered;
  /** There are edits that no dry run has seen. */
  isChanged: boolean;
  changed: () => Promise<unknown>;
}

/** From saved rules to rules in force: dry run, approval, the first ten, the rest. */
export function NextStep(props: StepProps) {
  const { view } = props;
  const { t } = useSettings();
  return (
    <Flex direction="column" gap="md">
      {props.isConnectionPaused && isUnderWay(view) && (
        <Alert title={t('customers.run.connectionPaused')} variant="warning">
          {t('customers.run.connectionPaused.text')}
        </Alert>
      )}
      {(view.isDraft || (view.state === 'live' && !view.isTrial && isPartly(view))) && <DryRun {...props} />}
      {view.isTrial ? <Trial {...props} /> : view.run && <Application {...props} run={view.run} />}
    </Flex>
  );
}

/** Of runs that nobody paused by themselves. */
export const isUnderWay = ({ preview, run }: Offered): boolean => preview?.state === 'running' || run?.state === 'running';

/** Something was left out of the approval, and can be looked at and approved later. */
const isPartly = ({ writes: { creates, updatesErp, updatesHubSpot, leftOut } }: Offered): boolean =>
  !creates || !updatesErp || !updatesHubSpot || leftOut.length > 0;
