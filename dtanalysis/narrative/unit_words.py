"""
The wordings of the comparison of units, in Vietnamese and English.
"""

WORDINGS = {
    "no_counts": (
        "Đơn vị nào trực thuộc {unit} khác biệt vượt mức ngẫu nhiên thì chưa trả lời được từ số liệu này, vì {during} không có tỷ lệ "
        "nào kèm tử số và mẫu số của từng đơn vị.",
        "Which units below {unit} differ by more than chance cannot be answered from these figures, because no rate comes with "
        "the counts of each unit {during}.",
    ),
    "too_small": (
        "Chưa kết luận được đơn vị nào khác biệt về {name}: {n_small} trong {n_units} đơn vị có dưới 30 trường hợp.",
        "No unit can be called different in {name}: {n_small} of {n_units} have fewer than 30 cases.",
    ),
    "equal": (
        "Về {name}, không đơn vị nào trong {n} đơn vị được xét khác mặt bằng chung ({centre}) vượt mức ngẫu nhiên.",
        "In {name} none of the {n} units judged differs from all together ({centre}) by more than chance.",
    ),
    "scattered": (
        "Về {name}, {n} đơn vị được xét khác nhau vượt xa mức ngẫu nhiên (từ {lowest} đến {highest}), nhưng chưa đơn vị nào vượt "
        "giới hạn của phễu đã nới theo độ phân tán ấy.",
        "In {name} the {n} units differ far more than chance would have it (from {lowest} to {highest}), but none is outside the "
        "limits widened by that scatter.",
    ),
    "differ": (
        "Về {name}, {k} trong {n} đơn vị được xét khác mặt bằng chung ({centre}) vượt mức ngẫu nhiên: {named}.",
        "In {name}, {k} of the {n} units judged {differ} from all together ({centre}) by more than chance: {named}.",
    ),
    "outside": (
        "Về {name}, {n} đơn vị được xét khác nhau vượt xa mức ngẫu nhiên (từ {lowest} đến {highest}), và {k} đơn vị tách hẳn khỏi mức "
        "phân tán chung: {named}.",
        "In {name} the {n} units judged differ far more than chance would have it (from {lowest} to {highest}), and {k} {stand} out even "
        "from that scatter: {named}.",
    ),
    "worse": ("kém hơn là {units}", "worse: {units}"),
    "better": ("tốt hơn là {units}", "better: {units}"),
    "and_n": ("{n} đơn vị khác", "{n} others"),
    "groups": (
        "Thứ hạng chỉ chia được {n} đơn vị thành {groups} nhóm{ends}; trong một nhóm, hơn kém nhau vài bậc không có nghĩa.",
        "Ranks divide the {n} units into {groups} groups only{ends}; inside a group a few places mean nothing.",
    ),
    "one_group": (
        "Không xếp hạng được {n} đơn vị này: xét từng đôi, chưa đôi nào khác nhau vượt mức ngẫu nhiên.",
        "These {n} units cannot be ranked: no two of them differ by more than chance.",
    ),
    "group_first": ("nhóm đầu gồm {units}", "the first: {units}"),
    "group_last": ("nhóm cuối gồm {units}", "the last: {units}"),
    "holder": (
        "{first} giữ {share} phần còn thiếu so với mức {target}, {why}.",
        "{first} holds {share} of what is missing to {target}, {why}.",
    ),
    "holder_none": (
        "Phần còn thiếu so với mức {target} trải rộng: {n_holders} trong {n} đơn vị cộng lại mới đủ 80%, và nơi giữ nhiều nhất ({first}) "
        "chỉ giữ {share}.",
        "What is missing to {target} is spread out: it takes {n_holders} of {n} units to make up 80 %, and the largest part "
        "({first}) is {share}.",
    ),
    "holder_large": (
        "vì chiếm {weight} số trường hợp chứ không phải vì tỷ lệ ({rate}) thấp khác thường",
        "because it has {weight} of all cases, not because its rate ({rate}) is out of line",
    ),
    "holder_down": (
        "vì chiếm {weight} số trường hợp chứ không phải vì tỷ lệ ({rate}) cao khác thường",
        "because it has {weight} of all cases, not because its rate ({rate}) is out of line",
    ),
    "holder_worse": (
        "vừa có tỷ lệ kém khác thường ({rate}), vừa chiếm {weight} số trường hợp: nên hỗ trợ trước",
        "and its rate ({rate}) is out of line too, with {weight} of all cases: help is due here first",
    ),
    "holder_better": (
        "tuy tỷ lệ ({rate}) tốt hơn mặt bằng chung, vì chiếm {weight} số trường hợp",
        "though its rate ({rate}) is better than the others', because it has {weight} of all cases",
    ),
    "holder_rate": (
        "vì tỷ lệ ({rate}) kém hơn mặt bằng chung vượt mức ngẫu nhiên, trong khi chỉ chiếm {weight} số trường hợp",
        "because its rate ({rate}) is worse than that of all by more than chance, with {weight} of all cases only",
    ),
    "holder_open": (
        "với {weight} số trường hợp; tỷ lệ ({rate}) chưa khác mặt bằng chung vượt mức ngẫu nhiên",
        "with {weight} of all cases; its rate ({rate}) does not differ from that of all by more than chance",
    ),
    "holder_small": (
        "nhưng có quá ít trường hợp để kết luận về tỷ lệ ({rate})",
        "but it has too few cases to judge its rate ({rate})",
    ),
    "levels": (
        "Khoảng cách giữa {upper} và {lower} về {name} là {gap}{before}.",
        "In {name}, {upper} and {lower} lie {gap} apart{before}.",
    ),
    "narrower": (", hẹp hơn mức {gap} của {period}", ", less than the {gap} of the {period}"),
    "wider": (", rộng hơn mức {gap} của {period}", ", more than the {gap} of the {period}"),
    "unchanged": (", bằng mức của {period}", ", as in the {period}"),
    "peers": (
        "{name}: {unit} đạt {value}, đứng thứ {position} trong {n} đơn vị cùng cấp; {ahead}{quarter}.",
        "{name}: {unit} has {value}, place {position} of {n} units of its level; {ahead}{quarter}.",
    ),
    "ahead": ("cách đơn vị liền trước ({next}) {distance}", "{distance} behind the next ({next})"),
    "first": ("không đơn vị nào đứng trước", "nobody is ahead"),
    "to_quarter": (
        ", còn {distance} nữa mới vào nhóm 25% tốt nhất",
        ", and {distance} short of the best quarter",
    ),
    "in_quarter": (", thuộc nhóm 25% tốt nhất", ", within the best quarter"),
}
