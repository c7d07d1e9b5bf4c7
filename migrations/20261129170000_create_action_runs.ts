import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  // Steps of HubSpot's workflows that we carry out. A row for ever: whoever repeats the call of a step is answered what became of it.
  await knex.raw(`
    create table action_runs (
      portal_id      bigint not null references portals (portal_id) on delete cascade,
      callback_id    text not null,          -- HubSpot's name for this one execution
      action         text not null,
      object_type    text not null,
      record_id      text not null,
      inputs         jsonb not null,
      -- HubSpot waits until it is told; false: it was answered at once.
      is_blocking    boolean not null,
      state          text not null check (state in ('accepted', 'waiting', 'done', 'told', 'without_workflow')),
      waiting_on     text,                   -- 'record', 'reading', or the key of a command
      memo           jsonb not null default '{}',   -- what was begun for it
      outputs        jsonb,                  -- as HubSpot is told
      is_failure     boolean not null default false,
      created_at     timestamptz not null,
      deadline_at    timestamptz not null,   -- until then something may still come of it
      due_at         timestamptz not null,   -- when somebody looks at it, or HubSpot is told, by the clock alone
      tries          integer not null default 0,
      ended_at       timestamptz,
      primary key (portal_id, callback_id)
    )
  `);
  await knex.raw(`create index action_runs_open on action_runs (portal_id, due_at) where state in ('accepted', 'waiting', 'done')`);
  await knex.raw(
    `create index action_runs_of_record on action_runs (portal_id, object_type, record_id) where state in ('accepted', 'waiting')`,
  );
  await knex.raw(`create index action_runs_waiting_on on action_runs (portal_id, waiting_on) where state = 'waiting'`);
  await knex.raw(`create index action_runs_accepted on action_runs (portal_id) where state = 'accepted'`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`drop table action_runs`);
}
