-- Which tables stand behind the wall, and to whom each row is open. A test finds every table from
-- which foreign keys lead to a case; those that are not here are listed there with the reason.

-- What is known of a child, in the record's own words. The child itself is there as well for
-- who was sent one record, and for who is asked by an import whether it is the same person.
call wall.put_up('subjects_child', wall.of_case() ||
  ' or case_id = any((select wall.sent_cases())::bigint[])'
  ' or case_id = any((select wall.to_decide())::bigint[])');
call wall.put_up('subjects_childvoice', wall.of_case());
call wall.put_up('subjects_observation', wall.of_case());
call wall.put_up('subjects_relation', wall.of_case());
call wall.put_up('subjects_identifier', wall.of_case());
call wall.put_up('subjects_personofconcern', wall.of_case());
call wall.put_up('subjects_safeaddress', wall.by_name('safe_address'));

-- A link is there where one of its ends is, and the other one is too or is a place; neither is
-- closed. So a linked place is named to whoever reads the child's record.
call wall.put_up('subjects_link', format(
  '((%1$s and (%2$s or exists (select 1 from public.subjects_case p where p.id = to_case_id and p.kind = ''place''))) '
  'or (%2$s and exists (select 1 from public.subjects_case p where p.id = from_case_id and p.kind = ''place''))) '
  'and from_case_id <> all((select wall.closed())::bigint[]) '
  'and to_case_id <> all((select wall.closed())::bigint[])',
  wall.of_case('from_case_id'), wall.of_case('to_case_id')));
call wall.put_up('subjects_place', wall.of_case() ||
  ' or exists (select 1 from public.subjects_link l where l.ended_on is null '
  'and case_id in (l.from_case_id, l.to_case_id))');

-- What happened, and what follows. Outside the shared record only by name; duties and questions
-- rest on the shared record wherever a case is there at all. The footprint goes by its own name.
-- Intelligence is there for its writer as well, and for whom they let read that one piece; what
-- an agency keeps to itself is there for its own people, and for whom it names. An emergency
-- opens the latter and never the former.
call wall.put_up('chronology_fact', '(case_id = any(case'
  ' when compartment = ''footprint'' then (select wall.named(''footprint''))'
  ' when compartment in (''agency'', ''intelligence'') then (select wall.named(''related''))'
  ' else (select wall.named(''any'')) end) or ' || wall.within_reach('case_id') || ')'
  ' and case compartment when ''shared'' then true when ''footprint'' then true'
  ' when ''intelligence'' then recorded_by_id = (select wall.post())'
  ' or id = any((select wall.pieces())::uuid[])'
  ' when ''agency'' then agency_id = (select wall.agency())'
  ' or case_id || '':'' || agency_id = any((select wall.agencies())::text[])'
  ' else ' || wall.by_part() || ' end'
  ' or compartment = ''agency'' and case_id = any((select wall.in_emergency())::bigint[])');
call wall.put_up('chronology_obligation', wall.in_compartment());
call wall.put_up('chronology_prompt', wall.in_compartment());
call wall.put_up('chronology_standing', wall.of_case());

-- What people were worried about
call wall.put_up('concerns_formresponse', wall.of_case());
call wall.put_up('concerns_kepttext', wall.of_case());
call wall.put_up('concerns_referral', wall.of_case());
call wall.put_up('concerns_missingepisode', wall.of_case());
call wall.put_up('concerns_returninterview', wall.of_case());
call wall.put_up('concerns_nationalreferral', wall.of_case());

-- What was agreed. One's own action is there without the child (decision 0005), unless the
-- record is closed to its owner.
call wall.put_up('plans_plan', wall.of_case());
call wall.put_up('plans_planpoint',
  'exists (select 1 from public.plans_plan p where p.id = plan_id)');
call wall.put_up('plans_action', wall.of_case() ||
  ' or owner_id = (select wall.post()) and case_id <> all((select wall.closed())::bigint[])');
call wall.put_up('plans_actionreview',
  'exists (select 1 from public.plans_action a where a.id = action_id)');

-- What was said at meetings: by the child whom it was about, or the one record that was sent
call wall.put_up('meetings_slot',
  wall.of_case() || ' or id = any((select wall.sent())::bigint[])');
call wall.put_up('meetings_paper',
  'exists (select 1 from public.meetings_slot s where s.id = slot_id)');
call wall.put_up('meetings_slotsection',
  'exists (select 1 from public.meetings_slot s where s.id = slot_id '
  'and (not confidential or ' || wall.by_name('confidential', 's.case_id') || '))');
call wall.put_up('meetings_writing',
  'exists (select 1 from public.meetings_slot s where s.id = slot_id)');
call wall.put_up('meetings_record',
  'exists (select 1 from public.meetings_slot s where s.id = slot_id)');
call wall.put_up('meetings_invitation',
  '(select wall.post()) is not null and slot_id is null or post_id = (select wall.post()) '
  'or exists (select 1 from public.meetings_slot s where s.id = slot_id)');
call wall.put_up('meetings_circulation',
  '(select wall.post()) is not null and slot_id is null or post_id = (select wall.post()) '
  'or exists (select 1 from public.meetings_slot s where s.id = slot_id)');

-- What came in from files, for those who bring them in
call wall.put_up('exchange_sourcerow', 'authority_id = (select wall.imports())');
call wall.put_up('exchange_importexception', 'authority_id = (select wall.imports())');

-- What is prepared for somebody who asks what is held on them, for who governs information
call wall.put_up('disclosure_accessrequest',
  'authority_id = (select wall.governs()) '
  'and (case_id is null or case_id <> all((select wall.closed())::bigint[]))');
call wall.put_up('disclosure_item', wall.of_governed());
call wall.put_up('disclosure_mark', wall.of_governed());
call wall.put_up('disclosure_agencyview', wall.of_governed());
call wall.put_up('disclosure_stay', wall.of_governed());
call wall.put_up('disclosure_release', wall.of_governed());
call wall.put_up('disclosure_releasedfile', wall.of_governed());

-- What is held back from disposal, and what is to go; a hold on all of an authority names no case
call wall.put_up('retention_hold',
  'case_id is null and (select wall.post()) is not null or ' || wall.of_accountable());
call wall.put_up('retention_disposal', wall.of_accountable());

-- What was told to whom, for those who account for it
call wall.put_up('sharing_sharing', wall.of_accountable());
