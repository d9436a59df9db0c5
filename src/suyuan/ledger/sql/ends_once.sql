-- Bookings that do not end exactly once in the ledger. Empty when the law holds.
-- given: booking, one row for each booking of the evidence
-- ends:  booking, one row for each transfer that rests on it and for each reason for which it was left out
WITH given_times AS (
    SELECT booking, COUNT(*) AS times FROM given GROUP BY booking
), end_times AS (
    SELECT booking, COUNT(*) AS times FROM ends GROUP BY booking
), both_times AS (
    SELECT
        COALESCE(given_times.booking, end_times.booking) AS booking,
        COALESCE(given_times.times, 0) AS given_times,
        COALESCE(end_times.times, 0) AS end_times
    FROM given_times
    FULL OUTER JOIN end_times ON end_times.booking = given_times.booking
)
SELECT booking, given_times, end_times
FROM both_times
WHERE given_times <> 1 OR end_times <> 1
ORDER BY booking ASC NULLS LAST
