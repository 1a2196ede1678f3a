-- The second wall: what a row-level policy asks, and how a table is put behind it.
--
-- The application says with each transaction who acts (casework/config/postgresql/acting.py).
-- holdfast.acting is empty (nobody), 'procedure', or 'person' with the number of the post, the
-- day and the moment behind it. It is local to the transaction.
--
-- What the functions answer is the rule of Case.objects.visible_to and access.queries.opened,
-- written a second time. A policy asks each in a sub-select of its own, so that it is worked
-- out at most once for a statement and not for each row; what every policy asks is worked out
-- once for whoever acts (wall.work_out). Functions that read tables run with the owner's rights;
-- they take nothing from the caller but a compartment, and PUBLIC may not call them. The path of
-- each ends with pg_temp: not named, it would come first, and a type of the caller's own making
-- could run code as the owner. Those with a RETURN have no path: their names are looked up when
-- they are made and never again, and without a path the planner puts them in place.

create schema wall;
comment on schema wall is 'What the policies of row-level security ask.';

create function wall.procedure() returns boolean
language sql stable parallel safe
return coalesce(current_setting('holdfast.acting', true) = 'procedure', false);

create function wall.post() returns bigint
language sql stable parallel safe
return case when split_part(current_setting('holdfast.acting', true), ' ', 1) = 'person'
  then nullif(split_part(current_setting('holdfast.acting', true), ' ', 2), '')::bigint end;

create function wall.today() returns date
language sql stable parallel safe
return nullif(split_part(current_setting('holdfast.acting', true), ' ', 3), '')::date;

create function wall.moment() returns timestamptz
language sql stable parallel safe
return nullif(split_part(current_setting('holdfast.acting', true), ' ', 4), '')::timestamptz;

-- What is worked out once for whoever acts -----------------------------------------------

-- Every policy asks which cases are open to the person and how far their post reaches. It is
-- worked out when the transaction is told who acts, so that a row of another's takes no longer to
-- refuse than none, and kept in settings that are local to the transaction, with who acted then; for anybody else, another day or another moment it does not count. What it
-- rests on cannot change under it: see wall.forget. What others commit meanwhile counts from the
-- next transaction on.

-- 'any': the cases that a relation, or an opening in an emergency, opens to the post with their
-- shared record, since without it a case is not there; 'related': the same without emergencies;
-- 'footprint': those whose footprint is open; 'emergency': those that only an emergency opens;
-- 'closed': those that are closed to the person, whatever else opens them. 'authority' is the one
-- whose cases the post reaches, all or those of its 'area'; empty where it reaches none, and
-- where it reaches the whole authority.
create function wall.work_out(wanted text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  today constant date := wall.today();
  mine public.agencies_post;
  held boolean;
  closed bigint[];
  related bigint[];
  footprint bigint[];
  emergency bigint[] := '{}';
begin
  select p.* into mine from public.agencies_post p where p.id = wall.post();
  if mine.id is null then
    return case when wanted not in ('authority', 'area') then '{}' end;
  end if;
  held := mine.starts_on <= today and (mine.ends_on is null or mine.ends_on >= today);
  select coalesce(array_agg(e.case_id), '{}') into closed
  from public.access_exclusion e
  where e.account_id = mine.account_id and e.lifted_at is null
    and e.starts_on <= today and (e.ends_on is null or e.ends_on >= today);
  select
    coalesce(array_agg(distinct g.case_id) filter (where 'shared' = any(g.compartments)), '{}'),
    coalesce(array_agg(distinct g.case_id) filter (where 'footprint' = any(g.compartments)), '{}')
  into related, footprint
  from public.access_grant g
  where held and g.post_id = mine.id and g.case_id <> all(closed)
    and g.starts_on <= today and (g.ends_on is null or g.ends_on >= today);
  if held and exists (select from public.access_opening o where o.post_id = mine.id) then
    select coalesce(array_agg(o.case_id), '{}') into emergency
    from public.access_opening o
    join public.subjects_case c on c.id = o.case_id
    where o.post_id = mine.id and o.opened_at <= wall.moment() and o.ends_at > wall.moment()
      and o.case_id <> all(closed) and o.case_id <> all(related)
      and not coalesce(c.authority_id = mine.authority_id and (mine.reach = 'authority'
        or mine.reach = 'area' and c.area_id = mine.area_id), false);
  end if;
  perform
    set_config('holdfast.any', (related || emergency)::text, true),
    set_config('holdfast.related', related::text, true),
    set_config('holdfast.footprint', (footprint || emergency)::text, true),
    set_config('holdfast.emergency', emergency::text, true),
    set_config('holdfast.closed', closed::text, true),
    set_config('holdfast.authority', case when held and (mine.reach = 'authority'
      or mine.reach = 'area' and mine.area_id is not null) then mine.authority_id else '' end, true),
    set_config('holdfast.area',
      case when mine.reach = 'area' then coalesce(mine.area_id::text, '') else '' end, true),
    set_config('holdfast.known', current_setting('holdfast.acting', true), true);
  return current_setting('holdfast.' || wanted, true);
end $$;

create function wall.told(wanted text) returns text
language sql stable
return case
  when current_setting('holdfast.known', true) = nullif(current_setting('holdfast.acting', true), '')
  then current_setting('holdfast.' || wanted, true)
  else wall.work_out(wanted) end;

create function wall.named(wanted text) returns bigint[]
language sql stable
return wall.told(wanted)::bigint[];

create function wall.in_emergency() returns bigint[]
language sql stable
return wall.told('emergency')::bigint[];

create function wall.closed() returns bigint[]
language sql stable
return wall.told('closed')::bigint[];

create function wall.authority() returns text
language sql stable
return nullif(wall.told('authority'), '');

create function wall.area() returns bigint
language sql stable
return nullif(wall.told('area'), '')::bigint;

-- Whoever writes to a table on which that rests, in this transaction, has it worked out anew.
create function wall.forget() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp
as $$ begin
  perform set_config('holdfast.known', '', true);
  return null;
end $$;

create trigger wall_forgets after insert or update or delete on public.agencies_post
for each statement execute function wall.forget();
create trigger wall_forgets after insert or update or delete on public.access_grant
for each statement execute function wall.forget();
create trigger wall_forgets after insert or update or delete on public.access_exclusion
for each statement execute function wall.forget();
create trigger wall_forgets after insert or update or delete on public.access_opening
for each statement execute function wall.forget();
create trigger wall_forgets after insert or update or delete on public.subjects_case
for each statement execute function wall.forget();

-- What only some rows ask ----------------------------------------------------------------

-- The live relations of the post, while it is held, to cases that are not closed to the person.
create function wall.relations() returns setof public.access_grant
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$
declare
  today constant date := wall.today();
  closed constant bigint[] := wall.closed();
begin return query
  select g.* from public.access_grant g
  join public.agencies_post p on p.id = g.post_id
  where g.post_id = wall.post()
    and g.starts_on <= today and (g.ends_on is null or g.ends_on >= today)
    and p.starts_on <= today and (p.ends_on is null or p.ends_on >= today)
    and g.case_id <> all(closed);
end $$;

-- The cases that a relation, or an opening in an emergency, opens to the post in one compartment
-- outside the shared record.
create function wall.apart(wanted text) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(distinct opened.case_id), '{}')
  from (
    select r.case_id from wall.relations() r where wanted = any(r.compartments)
    union all
    select unnest(wall.in_emergency())
    where wanted in ('confidential', 'agency', 'safe_address')
  ) opened
); end $$;

-- The same for all such compartments at once, as case and compartment: '12:confidential'.
create function wall.parts() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(opened.case_id || ':' || one), '{}')
  from unnest(array['confidential', 'agency', 'intelligence', 'person_of_concern',
                    'safe_address', 'third_party']) one, unnest(wall.apart(one)) opened (case_id)
); end $$;

-- The pieces of intelligence that their writers opened to the post: one by one, until a day.
create function wall.pieces() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(substring(g.source from 6)::uuid), '{}')
  from wall.relations() g where g.relation = 'intelligence_reader'
    and g.source ~ '^fact:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
); end $$;

-- The agency of the post: what it keeps to itself is open to those of its people who read the case.
create function wall.agency() returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (select p.agency_id from public.agencies_post p where p.id = wall.post());
end $$;

-- Other agencies that let the post read what they keep to themselves, as case and agency: '12:7'.
create function wall.agencies() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(g.case_id || ':' || substring(g.source from 8)), '{}')
  from wall.relations() g where g.source ~ '^agency:[0-9]{1,18}$'
    and 'agency' = any(g.compartments)
); end $$;

-- The slots of which the post was sent the record: it reads that one record, and no more.
create function wall.sent() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(substring(g.source from 8)::bigint), '{}')
  from wall.relations() g where g.relation in ('record_reader', 'plan_reader')
    and g.source ~ '^record:[0-9]{1,18}$'
); end $$;

-- The cases of those records.
create function wall.sent_cases() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(g.case_id), '{}')
  from wall.relations() g where g.relation in ('record_reader', 'plan_reader')
); end $$;

-- The cases for which the post answers, as lead professional or as their manager.
create function wall.held() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(g.case_id), '{}')
  from wall.relations() g where g.relation in ('lead_professional', 'team_manager')
); end $$;

-- The authority whose information the post governs; null where it governs none.
create function wall.governs() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select p.authority_id from public.agencies_post p
  where p.id = wall.post() and p.role = 'information_governance'
    and p.starts_on <= wall.today() and (p.ends_on is null or p.ends_on >= wall.today())
); end $$;

-- The authority for which the post brings files in; null where it brings none.
create function wall.imports() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select p.authority_id from public.agencies_post p
  where p.id = wall.post() and p.role in ('analyst', 'administrator')
    and p.starts_on <= wall.today() and (p.ends_on is null or p.ends_on >= wall.today())
); end $$;

-- The cases about which an import asks that post whether they are the same person.
create function wall.to_decide() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(asked.case_id), '{}')
  from public.exchange_importexception e, unnest(array[e.case_id, e.other_case_id]) asked (case_id)
  where e.authority_id = wall.imports() and e.decided_at is null
    and asked.case_id is not null and asked.case_id <> all(wall.closed())
); end $$;

-- What a policy says of a column that names a case -------------------------------------

-- The case lies within the reach of the post and is not closed to it.
create function wall.within_reach(named text) returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format(
  '(exists (select 1 from public.subjects_case c where c.id = %1$s '
  'and c.authority_id = (select wall.authority()) '
  'and ((select wall.area()) is null or c.area_id = (select wall.area()))) '
  'and %1$s <> all((select wall.closed())::bigint[]))', named);

-- The case is there for the post: as Case.objects.visible_to, and in an emergency.
create function wall.of_case(named text default 'case_id') returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format(
  '(%1$s = any((select wall.named(''any''))::bigint[]) or %2$s)',
  named, wall.within_reach(named));

-- The case is one of the authority whose information the post governs.
create function wall.of_governed(named text default 'case_id') returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format(
  '(exists (select 1 from public.subjects_case c '
  'where c.id = %1$s and c.authority_id = (select wall.governs())) '
  'and %1$s <> all((select wall.closed())::bigint[]))', named);

-- The case is one that the post accounts for: as access.accountable.cases.
create function wall.of_accountable(named text default 'case_id') returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format('(%1$s = any((select wall.held())::bigint[]) or %2$s)',
  named, wall.of_governed(named));

-- One compartment of the case, outside the shared record, is opened to the post by name.
create function wall.by_name(compartment text, named text default 'case_id') returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format('%s = any((select wall.apart(%L))::bigint[])', named, compartment);

-- The row's own compartment is; a relation that opens it may still open no case.
create function wall.by_part() returns text
language sql immutable set search_path = pg_catalog, pg_temp
return 'case_id || '':'' || compartment = any((select wall.parts())::text[])';

-- As of_case, but a row outside the shared record only where its compartment is named too.
create function wall.in_compartment() returns text
language sql immutable set search_path = pg_catalog, pg_temp
return wall.of_case() || ' and (compartment in (''shared'', ''footprint'') or ' || wall.by_part() || ')';

-- Put a table behind the wall: whoever acts for a person reads rows for which `opens` holds and
-- changes none, the procedure reads and writes, and where nobody acts the table is empty. It
-- holds for the owner too, so that a data migration has to say that it acts as the procedure.
create procedure wall.put_up(walled regclass, opens text)
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
  acts constant text := '(select wall.procedure())';
begin
  execute format('alter table %s enable row level security', walled);
  execute format('alter table %s force row level security', walled);
  execute format('drop policy if exists wall_read on %s', walled);
  execute format('drop policy if exists wall_add on %s', walled);
  execute format('drop policy if exists wall_change on %s', walled);
  execute format('drop policy if exists wall_remove on %s', walled);
  execute format('create policy wall_read on %s for select using (%s or (%s))', walled, acts, opens);
  execute format('create policy wall_add on %s for insert with check (%s)', walled, acts);
  execute format('create policy wall_change on %1$s for update using (%2$s) with check (%2$s)', walled, acts);
  execute format('create policy wall_remove on %s for delete using (%s)', walled, acts);
end $$;

revoke execute on all functions in schema wall from public;
revoke execute on all procedures in schema wall from public;
