# header-to-man.awk - fill in a manual of the library from its public headers.
#
# Copies a template from standard input. In it, @TEXT file@ becomes the comment at the
# head of a header in `folder`, and @DECLARATIONS file@ becomes all that it
# declares, with the comments; the lines between @CODE@ and @END@ are shown as they are.
# What comes out is mdoc(7). POSIX awk; no byte over 127 is passed on but by name.

# ---- text ----------------------------------------------------------------

function collapse(s) {
    gsub(/[ \t\n]+/, " ", s)
    gsub(/\( /, "(", s)
    gsub(/^ | $/, "", s)
    return s
}

# What roff would read as something else.
function escape(s) {
    gsub(/\\/, "\\e", s)
    gsub(/-/, "\\-", s)
    gsub(/'/, "\\(aq", s)
    gsub(/`/, "\\(ga", s)
    gsub(/\^/, "\\(ha", s)
    gsub(/~/, "\\(ti", s)
    gsub(/…/, "\\[u2026]", s)
    gsub(/°/, "\\(de", s)
    return s ~ /^\./ ? "\\&" s : s
}

# Bold what is in `backquotes`, and functions().
function markup(s,    part, n, i, out) {
    n = split(s, part, "`")
    for (i = 1; i <= n; i++) {
        part[i] = escape(part[i])
        if (i % 2)
            gsub(/[a-z0-9_]+\(\)/, "\\fB&\\fR", part[i])
        out = out (i % 2 ? part[i] : "\\fB" part[i] "\\fR")
    }
    return out
}

# Words on lines that are not too long, each sentence on its own.
function fill(text,    word, n, i, line) {
    n = split(markup(text), word, " ")
    for (i = 1; i <= n; i++) {
        if (line != "" && length(line word[i]) > 75) {
            print line
            line = ""
        }
        if (word[i] ~ /^\./)
            word[i] = "\\&" word[i]
        line = line (line == "" ? "" : " ") word[i]
        if (word[i] ~ /[.!?]\)?$/) {
            print line
            line = ""
        }
    }
    if (line != "")
        print line
    fresh = 0
}

function heading(macro, text) {
    print macro " " escape(text)
    fresh = 1
}

function paragraph(text) {
    if (!fresh)
        print ".Pp"
    fill(text)
}

# ---- comments ------------------------------------------------------------

function set_list(kind) {
    if (list == kind)
        return
    if (list != "")
        print ".El"
    if (kind != "")
        print ".Bl " (kind == "bullet" ? "-bullet" : "-tag -width Ds")
    list = kind
    fresh = 0
}

function flush_text(text) {
    if (text ~ /^Returns / && text !~ /[.]$/)
        text = text "."
    if (text != "")
        paragraph(text)
    return ""
}

function item(kind, name) {
    set_list(kind)
    gsub(/, */, " , ", name)
    print collapse(".It " (kind == "param" ? "Fa " escape(name) : ""))
    fresh = 1
}

# A comment without its stars: paragraphs, "- " items, indented code, @param, @return.
function comment(text,    line, n, i, s, para, rest, literal) {
    list = ""
    n = split(text, line, "\n")
    for (i = 1; i <= n; i++) {
        s = line[i]
        literal = para == "" && list == "" && s ~ /^    /
        if (literal) {
            # A line as wide as the comment has no room for more than its own indent.
            print ".Bd -literal" (length(s) > 64 ? "" : " -offset indent")
            for (; i <= n && line[i] ~ /^    /; i++)
                print escape(substr(line[i], 5))
            print ".Ed"
            fresh = 0
        } else if (s == "") {
            para = flush_text(para)
        } else if (s ~ /^@param/) {
            para = flush_text(para)
            match(s, /^@param(\[[a-z]+\])? +[a-z_]+(, [a-z_]+)*/)
            rest = substr(s, RSTART + RLENGTH)
            s = substr(s, 1, RLENGTH)
            sub(/^[^ ]* +/, "", s)
            item("param", s)
            para = collapse(rest)
        } else if (s ~ /^@return /) {
            para = flush_text(para)
            set_list("")
            para = "Returns " collapse(substr(s, 9))
        } else if (s ~ /^- /) {
            para = flush_text(para)
            item("bullet", "")
            para = substr(s, 3)
        } else {
            if (para == "" && s !~ /^ /)
                set_list("")
            para = para (para == "" ? "" : " ") collapse(s)
        }
    }
    flush_text(para)
    set_list("")
}

# From "/** … */" to its text; line breaks stay.
function bare_comment(raw,    line, n, i, out) {
    sub(/^\/\*+<?/, "", raw)
    sub(/[ \t\n]*\*\/$/, "", raw)
    n = split(raw, line, "\n")
    for (i = 1; i <= n; i++) {
        sub(i == 1 ? "^[ \t]*" : "^[ \t]*[*]? ?", "", line[i])
        sub(/[ \t]+$/, "", line[i])
        out = out (i == 1 ? "" : "\n") line[i]
    }
    sub(/^\n/, "", out)
    return out
}

function without_comments(s,    at, end, out) {
    while ((at = index(s, "/*")) > 0) {
        out = out substr(s, 1, at - 1)
        s = substr(s, at)
        end = index(s, "*/")
        s = end ? substr(s, end + 2) : ""
    }
    return out s
}

# ---- declarations --------------------------------------------------------

# Where to break: if possible not among the arguments of a callback.
function last_comma(s,    i, c, depth, found) {
    for (i = 1; i <= length(s); i++) {
        c = substr(s, i, 1)
        depth += (c == "(") - (c == ")")
        if (c == "," && depth <= 1)
            found = i
    }
    return found ? found : match(s, /.*,/) ? RLENGTH : 0
}

# One piece of code, broken after a comma where it is long.
function show_code(text, indent,    room, cut, deeper) {
    deeper = indent "    "
    while (text !~ /\n/ && (room = 72 - length(indent)) < length(text)) {
        cut = last_comma(substr(text, 1, room))
        if (!cut)
            break
        print escape(indent substr(text, 1, cut))
        text = substr(text, cut + 2)
        indent = deeper
    }
    print escape(indent text)
}

# "uint32_t width, height" to "width, height"; "void (*row)(…)" to "row".
function declared_names(s,    part, n, i, out) {
    if (match(s, /\(\*[a-z_]+/))
        return substr(s, RSTART + 2, RLENGTH - 2)
    sub(/ = .*/, "", s)
    n = split(s, part, ",")
    for (i = 1; i <= n; i++) {
        match(part[i], /[A-Za-z0-9_]+$/)
        out = out (i == 1 ? "" : " , ") substr(part[i], RSTART)
    }
    return out
}

# Cut the members of a struct or enum apart: member[], note[] behind, remark[] before.
function split_members(s, separator,    k, at, end, sep) {
    members = 0
    while (s ~ /[^ \t\n]/) {
        k = ++members
        remark[k] = note[k] = ""
        while (match(s, /^[ \t\n]*\/\*/)) {
            end = index(s, "*/")
            remark[k] = bare_comment(substr(s, RLENGTH - 1, end - RLENGTH + 3))
            s = substr(s, end + 2)
        }
        sep = index(s, separator)
        at = index(s, "/*")
        end = sep && (!at || sep < at) ? sep : at ? at : length(s) + 1
        member[k] = collapse(substr(s, 1, end - 1))
        s = substr(s, end + (end == sep))
        if (match(s, /^[ \t\n]*\/\*\*</)) {
            end = index(s, "*/")
            note[k] = collapse(bare_comment(substr(s, RLENGTH - 3, end - RLENGTH + 5)))
            s = substr(s, end + 2)
        }
    }
}

function list_members(macro,    k, open) {
    for (k = 1; k <= members; k++) {
        if (note[k] == "" && remark[k] == "")
            continue
        if (!open++)
            print ".Bl -tag -width Ds"
        print ".It " macro " " escape(declared_names(member[k]))
        fresh = 1
        if (note[k] != "")
            fill(note[k])
        else
            comment(remark[k])
    }
    if (open)
        print ".El"
    fresh = 0
}

function show_body(decl, doc,    open, close_, head, tail, is_enum, k, end) {
    open = index(decl, "{")
    match(decl, /.*[}]/)
    head = collapse(substr(decl, 1, open))
    tail = collapse(substr(decl, RLENGTH))
    is_enum = head ~ /enum/
    split_members(substr(decl, open + 1, RLENGTH - open - 1), is_enum ? "," : ";")
    if (match(head, /(struct|enum) [A-Za-z_]+/))
        heading(".Ss", substr(head, RSTART + index(substr(head, RSTART), " "),
            RLENGTH - index(substr(head, RSTART), " ")))
    else
        heading(".Ss", declared_names(member[1]))
    print ".Bd -literal"
    print escape(head)
    for (k = 1; k <= members; k++) {
        end = is_enum ? (k < members ? "," : "") : ";"
        show_code(member[k] end, "    ")
    }
    print escape(tail)
    print ".Ed"
    fresh = 0
    if (doc != "")
        comment(doc)
    list_members(is_enum ? "Dv" : "Va")
}

# Types that are only named stand together, with what is said of them.
function show_incomplete(decl,    code) {
    if (before != "incomplete")
        heading(".Ss", "Incomplete types")
    code = collapse(without_comments(decl))
    print ".Bd -literal" (before == "incomplete" ? " -compact" : "")
    print escape(code)
    print ".Ed"
    fresh = 0
    if (match(decl, /\/\*\*<.*\*\//)) {
        print ".Bd -filled -offset indent -compact"
        fill(collapse(bare_comment(substr(decl, RSTART, RLENGTH))))
        print ".Ed"
    }
}

function show_line(name, code, doc) {
    if (name != "")
        heading(".Ss", name)
    print ".Bd -literal"
    show_code(code, "")
    print ".Ed"
    fresh = 0
    if (doc != "")
        comment(doc)
}

function show_declaration(decl, doc,    code) {
    code = collapse(without_comments(decl))
    gsub(/GLITCH_(API|MUST_USE) /, "", code)
    gsub(/ ;/, ";", code)
    if (code ~ /^static inline/) # what it does inside is nobody's concern
        sub(/ [{].*/, ";", code)
    if (code ~ /[{]/) {
        show_body(decl, doc)
        before = "body"
    } else if (code ~ /^typedef (struct|enum) [a-z_]+ [a-z_]+;/) {
        show_incomplete(decl)
        before = "incomplete"
    } else {
        match(code, /[A-Za-z0-9_]+\(/)
        show_line(substr(code, RSTART, RLENGTH - 1), code, doc)
        before = "line"
    }
}

# One without a comment belongs to what stands before it.
function show_macro(text, doc,    name) {
    gsub(/\\\n/, " ", text)
    text = collapse(text)
    match(text, /^#define [A-Za-z_]+/)
    name = substr(text, 9, RLENGTH - 8)
    if (name ~ /_H$/)
        return
    if (length(text) > 72)
        text = "#define " name " \\\n    " substr(text, length("#define  " name) + 1)
    show_line(doc == "" ? "" : name, text, doc)
    before = "macro"
}

function is_complete(decl,    bare, opened, closed) {
    bare = without_comments(decl)
    opened = gsub(/[{]/, "&", bare)
    closed = gsub(/[}]/, "&", bare)
    if (gsub(/\/\*/, "&", decl) != gsub(/\*\//, "&", decl))
        return 0
    if (bare ~ /^[ \t\n]*static inline/)
        return opened && opened == closed
    return opened == closed && bare ~ /;[ \t\n]*$/
}

function rest_of(path, text, end,    line) {
    while (text !~ end && (getline line < path) > 0)
        text = text "\n" line
    return text
}

# ---- headers -------------------------------------------------------------

function start_section(divider) {
    gsub(/^\/\* -+ | -+ \*\/$/, "", divider)
    divider = toupper(divider)
    # CONTEXT alone is a section of the kernel's manuals.
    heading(".Sh", divider == "CONTEXT" ? "LIBRARY CONTEXT" : divider)
}

# A comment between declarations that belongs to none speaks of those that follow.
function show_remark(text) {
    if (!fresh)
        heading(".Ss", "About what follows")
    comment(text)
}

function declarations(path,    line, depth, doc, decl, raw) {
    before = ""
    while ((getline line < path) > 0) {
        if (line ~ /^#if/) {
            depth++
        } else if (line ~ /^#endif/) {
            depth--
        } else if (depth > 1) {
            continue # of a compiler's concern, not of the reader's
        } else if (line ~ /^#define/) {
            show_macro(rest_of(path, line, "[^\\\\]$"), doc)
            doc = ""
        } else if (line ~ /^#/ || (decl == "" && line == "")) {
            continue
        } else if (decl == "" && line ~ /^\/\* ----/) {
            start_section(line)
            before = ""
        } else if (decl == "" && line ~ /^\/\*/) {
            raw = rest_of(path, line, "[*]/$")
            if (raw ~ /^\/\*\*/)
                doc = bare_comment(raw)
            else
                show_remark(bare_comment(raw))
            if (doc ~ /^@file/)
                doc = ""
        } else {
            decl = decl (decl == "" ? "" : "\n") line
            if (is_complete(decl)) {
                show_declaration(decl, doc)
                doc = decl = ""
            }
        }
    }
    close(path)
}

function file_text(path,    line, text) {
    if ((getline line < path) <= 0) {
        print "header-to-man.awk: cannot read " path | "cat >&2"
        exit 1
    }
    text = bare_comment(rest_of(path, line, "[*]/$"))
    sub(/^@file[^\n]*\n/, "", text)
    comment(text)
    close(path)
}

function show_listing(    line) {
    print ".Bd -literal"
    while ((getline line) > 0 && line != "@END@")
        print escape(line)
    print ".Ed"
}

/^@TEXT / {
    fresh = 1
    file_text(folder "/" substr($2, 1, length($2) - 1))
    next
}
/^@DECLARATIONS / {
    fresh = 1
    declarations(folder "/" substr($2, 1, length($2) - 1))
    next
}
/^@CODE@$/ {
    show_listing()
    next
}
{ print }
