-- Documents that a defect of sayso itself kept out.
select
    path,
    record_no,
    detail
from facts.rejects
where reason = 'internal_error'
