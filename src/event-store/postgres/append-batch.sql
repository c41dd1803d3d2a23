-- The one way into the log: judges a batch of requests in order and stores the winners, all under one lock, in one transaction.
-- {schema}, {lock} and {channel} are replaced by migrate.ts.
--
-- Arrays that belong together have the same length. Requests are numbered from 1; event_requests, claim_requests and fence_requests
-- say whose an event, a claim, a fence ("this stream must still be at this revision") is; event_places count from 1 in each request.
--
-- The caller promises: no key (claim or command id) occurs twice in a batch, and no request has a fence on a stream that an earlier
-- request of the batch appends to. Such a request waits for the next batch (append-queue.ts). A broken promise about keys fails the batch.
--
-- Answers, per request:
--   outcomes   0 ok, 1 replay, 2 moved, 3 duplicate, 4 conflict (the first that holds of 1, 2, 3, 4; nothing behind a failure is ok)
--   revisions  ok: of its last event           ordinals  ok: of its first event; replay, duplicate: of the owner's first event
--   lengths    replay, duplicate: how many     claims    duplicate: which claim, as an index into claim_keys
--
-- The work grows in proportion to the batch: text arrays are unnested, only arrays of numbers are subscripted. Statistics of tables that
-- grow from empty are always stale, so the plans are pinned (index look-ups in nested loops) and kept.
create or replace function {schema}.append_batch(
  streams text[], expected bigint[], counts int[], command_ids uuid[],
  event_requests int[], event_places int[], event_streams text[], event_ids uuid[], types text[], bodies text[], metas text[],
  claim_keys uuid[], claim_requests int[],
  fence_streams text[], fence_revisions bigint[], fence_requests int[],
  clock_ms bigint,
  out outcomes int[], out revisions bigint[], out ordinals bigint[], out lengths int[], out claims int[], out stored_at timestamptz
) language plpgsql security definer
  set search_path = pg_catalog, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
  set plan_cache_mode = force_generic_plan
as $$
declare
  base   bigint;
  total  bigint;
  starts bigint[];
  failed int[] := array_fill(0, array[cardinality(streams)]);
  found  record;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append_batch needs isolation level read committed: an older snapshot does not see what the lock protects';
  end if;
  perform pg_advisory_xact_lock({lock});

  select h.position, greatest(h.not_before, coalesce(timestamptz 'epoch' + clock_ms * interval '1 millisecond',
                                                     date_trunc('milliseconds', clock_timestamp())))
    into strict base, stored_at from {schema}.head h;
  ordinals := array_fill(0::bigint, array[cardinality(streams)]);
  lengths := failed;
  claims := failed;

  -- What each request fails by, the weightiest reason written last. Rows come back only for failures, so these loops rarely turn.
  if cardinality(claim_keys) > 0 then
    for found in
      select k.request, k.i, c.position, c.n
        from unnest(claim_keys, claim_requests) with ordinality as k(key, request, i) join {schema}.claim c on c.key = k.key
       order by k.i desc
    loop
      failed[found.request] := 3;
      ordinals[found.request] := found.position;
      lengths[found.request] := found.n;
      claims[found.request] := found.i;
    end loop;
  end if;
  if cardinality(fence_streams) > 0 then
    for found in
      select f.request
        from unnest(fence_streams, fence_revisions, fence_requests) as f(stream_id, revision, request)
        left join {schema}.stream s on s.stream_id = f.stream_id
       where coalesce(s.revision, -1) <> f.revision
    loop
      failed[found.request] := 2;
    end loop;
  end if;
  for found in
    select k.request, c.position, c.n
      from unnest(command_ids) with ordinality as k(key, request) join {schema}.claim c on c.key = k.key
  loop
    failed[found.request] := 1;
    ordinals[found.request] := found.position;
    lengths[found.request] := found.n;
  end loop;

  -- A chain on one stream: each request expects the stream where the ones before it in the batch leave it.
  with request as (
    select r.i, r.stream_id, r.wanted, r.n, r.reason, r.owner, coalesce(s.revision, -1)
           + sum(r.n) over (partition by r.stream_id collate "C" order by r.i rows unbounded preceding) - r.n as reached
      from unnest(streams, expected, counts, failed, ordinals) with ordinality as r(stream_id, wanted, n, reason, owner, i)
      left join {schema}.stream s on s.stream_id = r.stream_id
  ), judged as (
    select *, bool_and(reason = 0 and wanted = reached)
              over (partition by stream_id collate "C" order by i rows unbounded preceding) as ok
      from request
  ), placed as (
    select *, sum(case when ok then n else 0 end) over (order by i rows unbounded preceding) - case when ok then n else 0 end as start
      from judged
  )
  select array_agg(case when ok then 0 when reason > 0 then reason else 4 end order by i),
         array_agg((reached + n)::bigint order by i),
         array_agg(case when ok then base + start + 1 else owner end::bigint order by i),
         array_agg(start::bigint order by i),
         coalesce(sum(n) filter (where ok), 0)
    into outcomes, revisions, ordinals, starts, total
    from placed;

  if total = 0 then
    return;
  end if;
  insert into {schema}.stream as s (stream_id, revision)
    select r.stream_id, max(r.revision)
      from unnest(streams, revisions, outcomes) as r(stream_id, revision, outcome)
     where r.outcome = 0 group by r.stream_id
    on conflict (stream_id) do update set revision = excluded.revision;
  insert into {schema}.event (position, stream_id, revision, event_id, type, data, meta, recorded_at)
    select base + starts[e.request] + e.place, e.stream_id, revisions[e.request] - counts[e.request] + e.place,
           e.event_id, e.type, e.data, e.meta, stored_at
      from unnest(event_requests, event_places, event_streams, event_ids, types, bodies, metas)
           as e(request, place, stream_id, event_id, type, data, meta)
     where outcomes[e.request] = 0;
  insert into {schema}.claim (key, position, n)
    select k.key, ordinals[k.request], counts[k.request]
      from (select c.key, c.request from unnest(claim_keys, claim_requests) as c(key, request)
            union all
            select m.key, m.request::int from unnest(command_ids) with ordinality as m(key, request)) k
     where outcomes[k.request] = 0;
  update {schema}.head set position = base + total, recorded_at = stored_at, not_before = stored_at where id = 0;
  perform pg_notify('{channel}', (base + total)::text);
end $$;
