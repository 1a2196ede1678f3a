-- Disposal: the one way in which what a record holds is removed for good.
--
-- The running product may not delete facts. It may call retention.dispose, which runs with the
-- owner's rights, takes the number of a disposal and nothing else, and removes that one case if
-- two different people, each of them governing information there, have put their rows to it.

create schema retention;
comment on schema retention is 'What removes a record that two people agreed to dispose of.';

-- What a record consists of: in which words it is told, in which table it lies, and which rows
-- are of the case $1. What hangs on something comes before it. A test finds every table from
-- which foreign keys lead to a case; it is here, or listed there with the reason.
create function retention.contents() returns table (kind text, name text, of_case text)
language sql immutable parallel safe set search_path = pg_catalog, pg_temp
as $$ values
  ('meeting notes', 'meetings_slotsection', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('meeting notes', 'meetings_writing', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('papers of meetings', 'meetings_paper', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('meeting records', 'meetings_record', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('what was sent, and invitations', 'meetings_circulation', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('what was sent, and invitations', 'meetings_invitation', 'slot_id in (select s.id from public.meetings_slot s where s.case_id = $1)'),
  ('times at meetings', 'meetings_slot', 'case_id = $1'),
  ('plans and actions', 'plans_actionreview', 'action_id in (select a.id from public.plans_action a where a.case_id = $1)'),
  ('plans and actions', 'plans_action', 'case_id = $1'),
  ('plans and actions', 'plans_planpoint', 'plan_id in (select p.id from public.plans_plan p where p.case_id = $1)'),
  ('plans and actions', 'plans_plan', 'case_id = $1'),
  ('referrals and missing episodes', 'concerns_returninterview', 'case_id = $1'),
  ('referrals and missing episodes', 'concerns_missingepisode', 'case_id = $1'),
  ('referrals and missing episodes', 'concerns_nationalreferral', 'case_id = $1'),
  ('referrals and missing episodes', 'concerns_referral', 'case_id = $1'),
  ('assessments and other forms', 'concerns_kepttext', 'case_id = $1'),
  ('assessments and other forms', 'concerns_formresponse', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_releasedfile', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_release', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_stay', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_agencyview', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_mark', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_item', 'case_id = $1'),
  ('requests for access, and their copies', 'disclosure_accessrequest', 'case_id = $1'),
  ('duties and questions', 'chronology_prompt', 'case_id = $1'),
  ('duties and questions', 'chronology_obligation', 'case_id = $1'),
  ('duties and questions', 'chronology_standing', 'case_id = $1'),
  ('facts and notes of the timeline', 'chronology_fact', 'case_id = $1'),
  ('rows of imported files', 'exchange_importexception', '$1 in (case_id, other_case_id)'),
  ('rows of imported files', 'exchange_sourcerow', 'case_id = $1'),
  ('lines of the sharing ledger', 'sharing_sharing', 'case_id = $1'),
  ('who saw it, and who must not', 'access_grant', 'case_id = $1'),
  ('who saw it, and who must not', 'access_exclusion', 'case_id = $1'),
  ('who saw it, and who must not', 'access_opening', 'case_id = $1'),
  ('legal holds that have ended', 'retention_hold', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_link', '$1 in (from_case_id, to_case_id)'),
  ('who it is about, and who is around them', 'subjects_identifier', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_relation', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_observation', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_childvoice', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_safeaddress', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_child', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_personofconcern', 'case_id = $1'),
  ('who it is about, and who is around them', 'subjects_place', 'case_id = $1'),
  ('the record itself', 'subjects_case', 'id = $1')
$$;

-- How many rows of each table are there. It counts as the procedure, because who governs
-- information sees no record; nothing but numbers comes out.
create function retention.count_of(named bigint) returns table (kind text, name text, number bigint)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  before constant text := coalesce(current_setting('holdfast.acting', true), '');
  part record;
begin
  perform set_config('holdfast.acting', 'procedure', true);
  for part in select c.kind, c.name, c.of_case from retention.contents() c loop
    kind := part.kind;
    name := part.name;
    execute format('select count(*) from public.%I where %s', part.name, part.of_case)
      into number using named;
    return next;
  end loop;
  perform set_config('holdfast.acting', before, true);
end $$;

-- Both say to the second wall that the procedure acts, and give back what was said before.

-- Whether two people have agreed to this disposal and nothing holds it up; if not, it fails.
create function retention.agreed(wanted bigint) returns public.retention_disposal
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_one public.retention_disposal;
  governing integer;
begin
  select * into found_one from public.retention_disposal d where d.id = wanted for update;
  if found_one.id is null or found_one.case_id is null then
    raise exception 'There is no such disposal to carry out.';
  end if;
  if found_one.withdrawn_at is not null then
    raise exception 'The proposal was withdrawn.';
  end if;
  if found_one.confirmed_at is null
    or found_one.proposed_account_id is not distinct from found_one.confirmed_account_id then
    raise exception 'A second person has not confirmed it.';
  end if;
  select count(distinct p.account_id) into governing
  from public.agencies_post p
  join public.subjects_case c on c.id = found_one.case_id
  where p.role = 'information_governance' and p.authority_id = c.authority_id
    and (p.id, p.account_id) in (
      (found_one.proposed_by_id, found_one.proposed_account_id),
      (found_one.confirmed_by_id, found_one.confirmed_account_id));
  if governing <> 2 then
    raise exception 'Both must govern information in the authority of the record.';
  end if;
  if found_one.kept_until >= (found_one.confirmed_at at time zone 'Europe/London')::date then
    raise exception 'Its day has not come.';
  end if;
  perform from public.subjects_case c
  where c.id = found_one.case_id and c.kind <> 'forum'
    and c.closed_on is not null and c.reference = found_one.case_reference
  for update;
  if not found then
    raise exception 'The record is open, a forum, or another one.';
  end if;
  perform from public.retention_hold h
  where h.authority_id = found_one.authority_id
    and (h.case_id is null or h.case_id = found_one.case_id) and h.lifted_at is null
    and (h.until is null or h.until >= (found_one.confirmed_at at time zone 'Europe/London')::date);
  if found then
    raise exception 'A legal hold stands on it.';
  end if;
  return found_one;
end $$;

-- What a certificate says, as a text; its SHA-256 is the certificate's digest.
create function retention.said(c public.retention_certificate) returns text
language sql stable set search_path = pg_catalog, pg_temp
return concat_ws(
  E'\n', c.reference, c.authority_id, c.case_reference, c.entry, c.because, c.kept_until::text,
  c.proposed_by, to_char(c.proposed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
  c.confirmed_by, to_char(c.confirmed_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'),
  (select string_agg((each ->> 0) || ': ' || (each ->> 1), E'\n' order by place)
   from jsonb_array_elements(c.contents) with ordinality as listed (each, place)));

-- Remove the record of a disposal that two people agreed to, and leave its certificate. All of it
-- happens in the transaction of the caller: interrupted half way, nothing has happened.
create function retention.dispose(wanted bigint, reference text) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  before constant text := coalesce(current_setting('holdfast.acting', true), '');
  agreed public.retention_disposal;
  made public.retention_certificate;
  part record;
  gone bigint;
  went jsonb := '{}';
  told jsonb := '[]';
begin
  perform set_config('holdfast.acting', 'procedure', true);
  agreed := retention.agreed(wanted);
  update public.retention_disposal d set case_id = null where d.case_id = agreed.case_id;
  for part in select c.kind, c.name, c.of_case from retention.contents() c loop
    execute format('delete from public.%I where %s', part.name, part.of_case) using agreed.case_id;
    get diagnostics gone = row_count;
    went := jsonb_set(went, array[part.kind],
      to_jsonb(coalesce((went ->> part.kind)::bigint, 0) + gone));
  end loop;
  set constraints all immediate;
  set constraints all deferred;
  perform from retention.count_of(agreed.case_id) c where c.number > 0;
  if found then
    raise exception 'Something of the record was not removed.';
  end if;
  select jsonb_agg(jsonb_build_array(k.kind, (went ->> k.kind)::bigint) order by k.place) into told
  from (select c.kind, min(c.place) as place
        from retention.contents() with ordinality as c (kind, name, of_case, place)
        group by c.kind) k
  where (went ->> k.kind)::bigint > 0;
  insert into public.retention_certificate (
    reference, disposal_id, authority_id, case_reference, entry, because, kept_until, contents,
    proposed_by, proposed_at, confirmed_by, confirmed_at, digest)
  select reference, agreed.id, agreed.authority_id, agreed.case_reference, agreed.entry,
    agreed.because, agreed.kept_until, told, one.holder || ', ' || one.title, agreed.proposed_at,
    two.holder || ', ' || two.title, agreed.confirmed_at, ''
  from public.agencies_post one, public.agencies_post two
  where one.id = agreed.proposed_by_id and two.id = agreed.confirmed_by_id
  returning * into made;
  update public.retention_certificate c
  set digest = encode(sha256(convert_to(retention.said(made), 'UTF8')), 'hex') where c.id = made.id;
  perform set_config('holdfast.acting', before, true);
  return made.id;
end $$;

revoke execute on all functions in schema retention from public;
