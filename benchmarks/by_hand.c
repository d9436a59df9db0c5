/* FIFO written by hand for one purpose: no checks, no growing, claims own their whole transfer's amount.
   An account is a balance until claimed money comes; then a list of lots in one array. */
#include <stdint.h>

typedef struct { int64_t amount; int32_t origin, next; } lot;
typedef struct { int32_t head, tail; } list;

static lot *pool;
static int32_t used, unused;

static void add(list *l, int32_t origin, int64_t amount) {
    if (l->head >= 0 && pool[l->tail].origin == origin) { pool[l->tail].amount += amount; return; }
    int32_t at = unused >= 0 ? unused : used++;
    if (at == unused) unused = pool[at].next;
    pool[at] = (lot){amount, origin, -1};
    if (l->head < 0) l->head = at; else pool[l->tail].next = at;
    l->tail = at;
}

static void receive(int64_t *balance, list *lists, int32_t a, int32_t origin, int64_t amount) {
    if (lists[a].tail == -2) {
        if (origin < 0) { balance[a] += amount; return; }
        lists[a].head = lists[a].tail = -1;
        if (balance[a]) add(&lists[a], -1, balance[a]);
    }
    add(&lists[a], origin, amount);
}

/* lists[].tail begins as -2: one number. Returns how many flows there were. */
int64_t by_hand(int64_t n, const int32_t *payer, const int32_t *payee, const int64_t *amount,
                const int64_t *claim_event, const int32_t *claim, int64_t *balance, list *lists, lot *room,
                lot *flows) {
    int64_t row = 0, moved = 0;
    pool = room; used = 0; unused = -1;
    for (int64_t e = 0; e < n; e++) {
        int32_t p = payer[e], q = payee[e];
        int64_t left = amount[e];
        if (p == q) continue;
        if (claim_event[row] == e) {
            int64_t own = 0;
            if (lists[p].tail == -2) { own = balance[p] < left ? balance[p] : left; balance[p] -= own; }
            else {
                int32_t before = -1;
                for (int32_t at = lists[p].head; at >= 0 && own < left;) {
                    int32_t next = pool[at].next;
                    int64_t part = pool[at].amount < left - own ? pool[at].amount : left - own;
                    if (pool[at].origin >= 0) { before = at; at = next; continue; }
                    own += part; pool[at].amount -= part;
                    if (!pool[at].amount) {
                        if (before < 0) lists[p].head = next; else pool[before].next = next;
                        if (next < 0) lists[p].tail = before;
                        pool[at].next = unused; unused = at;
                    } else before = at;
                    at = next;
                }
            }
            if (own) { flows[moved++] = (lot){own, claim[row], (int32_t)e}; receive(balance, lists, q, claim[row], own); }
            left -= own; row++;
        }
        if (lists[p].tail == -2) {
            balance[p] -= left;
            receive(balance, lists, q, -1, left);
            continue;
        }
        while (left) {
            int32_t at = lists[p].head, origin = pool[at].origin;
            int64_t part = pool[at].amount;
            if (part > left) { part = left; pool[at].amount -= part; }
            else {
                lists[p].head = pool[at].next;
                if (lists[p].head < 0) lists[p].tail = -1;
                pool[at].next = unused; unused = at;
            }
            left -= part;
            if (origin >= 0) flows[moved++] = (lot){part, origin, (int32_t)e};
            receive(balance, lists, q, origin, part);
        }
    }
    return moved;
}
