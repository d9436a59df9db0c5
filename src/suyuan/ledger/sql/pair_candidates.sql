-- Pairs of a debit and another account's credit that can be the two sides of one payment, best first.
-- rows:   row, account, amount, time (microseconds), day, day_only, to_the_minute (0 or 1),
--         blank (1: names nobody, or a pool), only_reference, only_certain (0 or 1), pays (0 or 1)
-- names:  row, account, how (0 full, 1 masked or damaged): which accounts a row's printed counterparty can be
-- refs:   row, reference: its numbers of at least six signs
-- Row numbers stand in the order of the bookings' ids. docs/method.md, pairing.
WITH debit AS (
    SELECT * FROM rows WHERE pays = 1
), credit AS (
    SELECT * FROM rows WHERE pays = 0
), named AS (
    SELECT debit.row AS paid, credit.row AS received
    FROM debit
    JOIN names ON names.row = debit.row
    JOIN credit ON credit.account = names.account AND credit.amount = debit.amount
    UNION
    SELECT debit.row AS paid, credit.row AS received
    FROM credit
    JOIN names ON names.row = credit.row
    JOIN debit ON debit.account = names.account AND debit.amount = credit.amount
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
        ABS(debit.time - credit.time) AS apart
    FROM named
    JOIN debit ON debit.row = named.paid
    JOIN credit ON credit.row = named.received
    WHERE debit.account <> credit.account
      AND CASE
            WHEN debit.day_only + credit.day_only > 0 THEN debit.day = credit.day
            WHEN debit.to_the_minute + credit.to_the_minute > 0 THEN ABS(debit.time - credit.time) <= 360000000
            ELSE ABS(debit.time - credit.time) <= 300000000
          END
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
SELECT paid, received, rank, apart
FROM judged
WHERE (forth IS NOT NULL OR paid_blank = 1)
  AND (back IS NOT NULL OR received_blank = 1)
  AND (only_reference = 0 OR shares = 1)
  AND (only_certain = 0 OR rank <= 1)
ORDER BY rank ASC NULLS LAST, apart ASC NULLS LAST, paid ASC NULLS LAST, received ASC NULLS LAST
