import type { z } from 'zod';
import { associationCalls } from './associations.ts';
import type { CallOptions, HubSpotClient } from './contract.ts';
import { definitionCalls } from './definitions.ts';
import { historyCalls } from './histories.ts';
import { listCalls } from './lists.ts';
import { objectCalls } from './objects.ts';
import { AccountAnswer, Anything, OwnersAnswer, UserAnswer } from './raw.ts';
import { pipelineCalls } from './pipelines.ts';
import { createTransport, type HubSpotClientDeps, type Transport } from './transport.ts';
import { API_VERSION } from './versions.ts';

export type { Bucket, HubSpotClientDeps } from './transport.ts';

export function createHubSpotClient(deps: HubSpotClientDeps): HubSpotClient {
  const send = createTransport(deps);
  return {
    ...objectCalls(send),
    ...historyCalls(send),
    ...associationCalls(send),
    ...definitionCalls(send),
    ...pipelineCalls(send),
    ...listCalls(send),
    ...accountCalls(send),
  };
}

function accountCalls(
  send: Transport,
): Pick<HubSpotClient, 'accountDetails' | 'completeSteps' | 'findUser' | 'listUsers' | 'listOwners' | 'uninstall'> {
  return {
    accountDetails: (options) =>
      send(
        {
          operation: 'account.details',
          method: 'GET',
          path: `/account-info/${API_VERSION}/details`,
          isRepeatable: true,
          answer: AccountAnswer,
        },
        options,
      ),

    async findUser(userId, options) {
      const path = `/settings/users/${API_VERSION}/${userId}`;
      const request = { operation: 'users.get', method: 'GET', path, isRepeatable: true, isOptional: true, answer: UserAnswer } as const;
      const { email, superAdmin } = await send(request, options);
      return { email, isSuperAdmin: superAdmin };
    },

    async listUsers(options) {
      const owners = await allOwners(send, options);
      // Owners without a user are queues and deactivated people: they open no card.
      return owners.flatMap((owner) => {
        const { userId, email, teams } = owner;
        const name = nameOf(owner);
        return userId && email ? [{ userId, email, teams, ...(name && { name }) }] : [];
      });
    },

    async listOwners(options) {
      const owners = await allOwners(send, options);
      return owners.map((owner) => ({ id: owner.id, email: owner.email ?? null, name: nameOf(owner) || owner.email || owner.id }));
    },

    async completeSteps(steps, options) {
      const inputs = steps.map((step) => ({ ...step, typedOutputs: {} }));
      const path = `/automation/actions/callbacks/${API_VERSION}/complete`;
      // A step that is completed already refuses; whoever repeats after a lost answer is told so, and no harm is done.
      const request = {
        operation: 'steps.complete',
        method: 'POST',
        path,
        isRepeatable: true,
        isOptional: true,
        answer: Anything,
      } as const;
      await send({ ...request, body: { inputs } }, options);
    },

    async uninstall(options) {
      const path = `/appinstalls/${API_VERSION}/external-install`;
      await send({ operation: 'app.uninstall', method: 'DELETE', path, isRepeatable: false, answer: Anything }, options);
    },
  };
}

type Owner = z.infer<typeof OwnersAnswer>['results'][number];

const nameOf = ({ firstName, lastName }: Owner): string => [firstName, lastName].filter(Boolean).join(' ');

async function allOwners(send: Transport, options: CallOptions): Promise<Owner[]> {
  const owners: Owner[] = [];
  const request = { operation: 'owners.list', method: 'GET', isRepeatable: true, isOptional: true, answer: OwnersAnswer } as const;
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const path = `/crm/owners/${API_VERSION}?limit=100${after === undefined ? '' : `&after=${encodeURIComponent(after)}`}`;
    const { results, paging } = await send({ ...request, path }, options);
    owners.push(...results);
    after = paging?.next?.after;
  }
  return owners;
}
