-- The second wall: what a row-level policy asks, and how a table is put behind it.
--
-- The application says with each transaction who acts (casework/config/postgresql/acting.py):
-- holdfast.acting is empty (nobody), 'person' or 'procedure'; holdfast.post, .today and .now say
-- who the person is. All are local to the transaction.
--
-- What the functions answer is the rule of Case.objects.visible_to and access.queries.opened,
-- written a second time. A policy asks each in a sub-select of its own, so that it is worked
-- out once for a statement and not for each row. Those that read tables run with the owner's
-- rights; they take nothing from the caller but a compartment, and PUBLIC may not call them. The
-- path of each ends with pg_temp: not named, it would come first, and a type of the caller's own
-- making could run code as the owner.

create schema wall;
comment on schema wall is 'What the policies of row-level security ask.';

create function wall.procedure() returns boolean
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return coalesce(current_setting('holdfast.acting', true) = 'procedure', false);

create function wall.post() returns bigint
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return case when current_setting('holdfast.acting', true) = 'person'
  then nullif(current_setting('holdfast.post', true), '')::bigint end;

create function wall.today() returns date
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return nullif(current_setting('holdfast.today', true), '')::date;

create function wall.moment() returns timestamptz
language sql stable parallel safe set search_path = pg_catalog, pg_temp
return nullif(current_setting('holdfast.now', true), '')::timestamptz;

-- The cases that are closed to the person, whatever else opens them.
create function wall.closed() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(e.case_id), '{}')
  from public.access_exclusion e
  join public.agencies_post p on p.account_id = e.account_id
  where p.id = wall.post() and e.lifted_at is null
    and e.starts_on <= wall.today() and (e.ends_on is null or e.ends_on >= wall.today())
); end $$;

-- The authority whose cases the post reaches, all or those of its area; null where it reaches none.
create function wall.authority() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select p.authority_id from public.agencies_post p
  where p.id = wall.post() and (p.reach = 'authority' or p.reach = 'area' and p.area_id is not null)
    and p.starts_on <= wall.today() and (p.ends_on is null or p.ends_on >= wall.today())
); end $$;

-- The area beyond which the post does not reach; null where it reaches the whole authority.
create function wall.area() returns bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select p.area_id from public.agencies_post p where p.id = wall.post() and p.reach = 'area'
); end $$;

-- The live relations of the post, while it is held, to cases that are not closed to the person.
create function wall.relations() returns setof public.access_grant
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return query
  select g.* from public.access_grant g
  join public.agencies_post p on p.id = g.post_id
  where g.post_id = wall.post()
    and g.starts_on <= wall.today() and (g.ends_on is null or g.ends_on >= wall.today())
    and p.starts_on <= wall.today() and (p.ends_on is null or p.ends_on >= wall.today())
    and g.case_id <> all(wall.closed());
end $$;

-- The cases that an emergency opens to the post, because nothing else does.
create function wall.in_emergency() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(o.case_id), '{}')
  from public.access_opening o
  join public.agencies_post p on p.id = o.post_id
  join public.subjects_case c on c.id = o.case_id
  where o.post_id = wall.post()
    and o.opened_at <= wall.moment() and o.ends_at > wall.moment()
    and p.starts_on <= wall.today() and (p.ends_on is null or p.ends_on >= wall.today())
    and o.case_id <> all(wall.closed())
    and (wall.authority() is distinct from c.authority_id
      or wall.area() is not null and wall.area() is distinct from c.area_id)
    and not exists (
      select 1 from wall.relations() r
      where r.case_id = o.case_id and 'shared' = any(r.compartments))
); end $$;

-- The cases that a relation, or an opening in an emergency, opens to the post: with a compartment
-- those in which that one is open, with 'any' those whose shared record is, since without it a
-- case is not there; with 'related' the same without emergencies.
create function wall.named(wanted text) returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
as $$ begin return (
  select coalesce(array_agg(distinct opened.case_id), '{}')
  from (
    select r.case_id from wall.relations() r
    where case when wanted in ('any', 'related') then 'shared' else wanted end = any(r.compartments)
    union all
    select unnest(wall.in_emergency())
    where wanted in ('any', 'footprint', 'shared', 'confidential', 'agency', 'safe_address')
  ) opened
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

-- One compartment of the case is opened to the post by name.
create function wall.by_name(compartment text, named text default 'case_id') returns text
language sql immutable set search_path = pg_catalog, pg_temp
return format('%s = any((select wall.named(%L))::bigint[])', named, compartment);

-- As of_case, but a row outside the shared record only where its compartment is named too; `besides`
-- says for whom else a row outside it is there. What is opened `by_entry` no compartment opens.
create function wall.in_compartment(
  named text default 'case_id', shared text default null, besides text default 'false',
  by_entry text[] default '{}')
returns text
language sql immutable set search_path = pg_catalog, pg_temp
return 'case compartment when ''shared'' then '
  || coalesce(shared, '(' || wall.by_name('shared', named) || ' or ' || wall.within_reach(named) || ')')
  || ' when ''footprint'' then '
  || coalesce(shared, '(' || wall.by_name('footprint', named) || ' or ' || wall.within_reach(named) || ')')
  || (select string_agg(
        format(' when %L then ', one) || wall.by_name(one, named) || ' and ' || wall.of_case(named), '')
      from unnest(array['confidential', 'agency', 'intelligence', 'person_of_concern',
                        'safe_address', 'third_party']) one
      where one <> all(by_entry))
  || format(' else false end or (%s)', besides);

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
