import type { Db } from '../../db/index.ts';
import type { CommandName, Commands } from '../../erp/shared/contract.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { CommandFacts, Reason } from './command-facts.ts';
import type { Command } from './command-rows.ts';

export type CommandDeps = IncomingDeps & Pick<SyncDeps, 'openHubSpot' | 'loadPortal' | 'hashEmail' | 'checkVat'>;

export interface CommandRun {
  deps: CommandDeps;
  run: ErpRun;
}

/** What a command is made of now. */
export type Prepared<N extends CommandName> =
  /** `identities`: tax id, address, domain and name by which another command may be about the same. */
  | { kind: 'ready'; input: Commands[N]['input']; identities: string[]; facts?: CommandFacts }
  /** A person, or another record, has to bring something. `afterMs`: it is looked at again by itself. */
  | { kind: 'waiting'; waitingFor: string; params?: Command['params']; facts?: CommandFacts; afterMs?: number }
  /** As things are nothing can be sent; it is looked at again when the record changes, or a person says so. */
  | {
      kind: 'refused';
      reasons: readonly [Reason, ...Reason[]];
      /** What the ERP has of its key counts all the same: it was made when there were no such reasons, for a database of ours that is no more. */
      mayStand?: true;
    }
  /** The record is that already. */
  | { kind: 'existed'; result: Commands[N]['result'] }
  | { kind: 'cancelled' };

export interface Done<N extends CommandName> {
  result: Commands[N]['result'];
  /** False: it was there before. */
  isNew: boolean;
  /** Others of its kind come right after it: what is to be read and written then can wait for theirs. */
  isFollowed: boolean;
}

/** Says of a command what it is made of now. */
export type Prepare<N extends CommandName> = (command: Command<N>) => Promise<Prepared<N>>;

/** What the engine does not know of a kind of command. */
export interface CommandHandler<N extends CommandName> {
  /** Reads what these are made of, all of one object type, at most 100; each is prepared within seconds. */
  read(run: CommandRun, commands: readonly Command<N>[]): Promise<Prepare<N>>;
  /** What else it is about, beside the record: no other command about that is under way at the same moment. Null: nothing. */
  alsoAbout?(run: CommandRun, command: Command<N>): Promise<string | null>;
  /** In the transaction that stores the result. */
  onDone(trx: Db, run: CommandRun, command: Command<N>, done: Done<N>): Promise<void>;
  /** In the transaction that stores what the ERP refused; `waitingFor` says why. */
  onRejected?(trx: Db, run: CommandRun, command: Command<N>): Promise<void>;
}
export type CommandHandlers = { [N in CommandName]: CommandHandler<N> };
