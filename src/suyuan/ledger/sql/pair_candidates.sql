-- Pairs of a debit and another account's credit that can be the two sides of one payment. apart: how far apart their
-- times are, as exactly as both rows state them, in microseconds.
-- rows:   row, account, amount, time (microseconds), minute, day,
--         coarse (0 to the second, 1 to the minute, 2 a bare date),
--         blank (1: names nobody, or a pool), only_reference, only_certain (0 or 1), pays (0 or 1)
-- reach:  coarse, low, high: by how much later than the debit the credit may stand, both ends included;
--         microseconds, for bare dates days of the calendar
-- names:  row, account, how (0 full, 1 masked or damaged): which accounts a row's printed counterparty can be
-- slots:  row, slot: a debit and a credit near enough in time share a slot, others may
-- refs:   row, reference: its numbers that can name a booking
-- Row numbers stand in the order of the bookings' ids. docs/method.md, pairing.
WITH placed AS (
    SELECT rows.row, rows.account, rows.amount, rows.pays, slots.slot
    FROM rows
    JOIN slots ON slots.row = rows.row
), named AS (
    SELECT debit.row AS paid, credit.row AS received
    FROM placed AS debit
    JOIN names ON names.row = debit.row
    JOIN placed AS credit
      ON credit.account = names.account AND credit.amount = debit.amount AND credit.slot = debit.slot
    WHERE debit.pays = 1 AND credit.pays = 0
    UNION
    SELECT debit.row AS paid, credit.row AS received
    FROM placed AS credit
    JOIN names ON names.row = credit.row
    JOIN placed AS debit
      ON debit.account = names.account AND debit.amount = credit.amount AND debit.slot = credit.slot
    WHERE debit.pays = 1 AND credit.pays = 0
), near AS (
    SELECT
        named.paid,
        named.received,
        debit.account AS payer,
        credit.account AS payee,
        debit.blank AS paid_blank,
        credit.blank AS received_blank,
        CASE WHEN debit.only_reference + credit.only_reference > 0 THEN 1 ELSE 0 END AS only_reference,
        CASE WHEN debit.only_certain + credit.only_certain > 0 THEN 1 ELSE 0 END AS only_certain,
        CASE
            WHEN reach.coarse = 2 THEN ABS(debit.day - credit.day) * 86400000000
            WHEN reach.coarse = 1 THEN ABS(debit.minute - credit.minute) * 60000000
            ELSE ABS(debit.time - credit.time)
        END AS apart
    FROM named
    JOIN rows AS debit ON debit.row = named.paid
    JOIN rows AS credit ON credit.row = named.received
    JOIN reach ON reach.coarse = GREATEST(debit.coarse, credit.coarse)
    WHERE debit.account <> credit.account
      AND CASE WHEN reach.coarse = 2 THEN credit.day - debit.day ELSE credit.time - debit.time END
          BETWEEN reach.low AND reach.high
), shared AS (
    SELECT DISTINCT near.paid, near.received
    FROM near
    JOIN refs AS ours ON ours.row = near.paid
    JOIN refs AS theirs ON theirs.row = near.received AND theirs.reference = ours.reference
), judged AS (
    SELECT
        near.paid,
        near.received,
        near.apart,
        near.only_reference,
        near.only_certain,
        near.paid_blank,
        near.received_blank,
        forth.how AS forth,
        back.how AS back,
        CASE
            WHEN forth.how = 0 AND back.how = 0 THEN 0
            WHEN shared.paid IS NOT NULL THEN 1
            WHEN forth.how = 0 OR back.how = 0 THEN 2
            ELSE 3
        END AS rank,
        CASE WHEN shared.paid IS NOT NULL THEN 1 ELSE 0 END AS shares
    FROM near
    LEFT JOIN names AS forth ON forth.row = near.paid AND forth.account = near.payee
    LEFT JOIN names AS back ON back.row = near.received AND back.account = near.payer
    LEFT JOIN shared ON shared.paid = near.paid AND shared.received = near.received
)
SELECT paid, received, rank, GREATEST(paid_blank, received_blank) AS blank, apart
FROM judged
WHERE (forth IS NOT NULL OR paid_blank = 1)
  AND (back IS NOT NULL OR received_blank = 1)
  AND (only_reference = 0 OR shares = 1)
  AND (only_certain = 0 OR rank <= 1)
ORDER BY paid ASC NULLS LAST, received ASC NULLS LAST
