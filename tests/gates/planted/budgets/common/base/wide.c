int many(int a, int b, int c, int d, int e, int f)
{
    if (a) goto out;
    return many(f, e, d, c, b, a);
out:
    return 0;
}

int ways(int a)
{
    if (a == 1) return 2;
    if (a == 2) return 3;
    if (a == 3) return 4;
    if (a == 4) return 5;
    if (a == 5) return 6;
    if (a == 6) return 7;
    if (a == 7) return 8;
    if (a == 8) return 9;
    if (a == 9) return 10;
    if (a == 10) return 11;
    return a > 11 ? 12 : 0; /* this line is longer than a hundred characters, which is more than fits here */
}
