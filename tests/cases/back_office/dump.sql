-- phpMyAdmin SQL Dump, invented: an investment site that never was
SET SQL_MODE = "NO_AUTO_VALUE_ON_ZERO";
/*!40101 SET NAMES utf8mb4 */;

CREATE TABLE `fa_user` (
  `id` int(10) UNSIGNED NOT NULL COMMENT '会员ID',
  `username` varchar(32) NOT NULL DEFAULT '' COMMENT '用户名',
  `realname` varchar(50) NOT NULL DEFAULT '' COMMENT '真实姓名',
  `mobile` varchar(11) NOT NULL DEFAULT '' COMMENT '手机号',
  `pid` int(10) DEFAULT '0' COMMENT '上级ID',
  `createtime` int(10) DEFAULT NULL COMMENT '注册时间',
  PRIMARY KEY (`id`),
  KEY `username` (`username`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='会员表';

INSERT INTO `fa_user` (`id`, `username`, `realname`, `mobile`, `pid`, `createtime`) VALUES
(7, 'zhang7', '张某甲', '10000000007', 1, 1614830400),
(8, 'wang\'8', '王某乙', '10000000008', 1, 1614834000),
(9, 'li;9', '李某(丙), 小', '10000000009', 7, 1614837600);

CREATE TABLE `fa_user_bank` (
  `id` int(10) NOT NULL,
  `user_id` int(10) NOT NULL COMMENT '会员ID',
  `bank_name` varchar(50) COMMENT '银行',
  `card_no` varchar(30) COMMENT '卡号',
  `bank_user` varchar(30) COMMENT '持卡人'
);
INSERT INTO `fa_user_bank` VALUES (1,7,'某银行','6200000000000000017','张某甲'),(2,8,'某银行','6200000000000000033','王某乙');

INSERT INTO `fa_recharge` (`id`, `order_sn`, `user_id`, `money`, `bank_card`, `pay_name`, `status`, `createtime`) VALUES
(1, 'R001', 7, '32000.00', '6200000000000000025', '张某甲', '成功', 1614911000),
(2, 'R002', 8, '5000.00', '6200000000000000025', '王某乙', '成功', 1614915000),
(3, 'R003', 9, '800.00', '6200000000000000041', NULL, '待审核', 1614918600),
(4, 'R004', 7, 'abc', '6200000000000000025', '张某甲', '成功', 1614922200);

INSERT INTO `fa_withdraw` (`id`,`user_id`,`money`,`card_no`,`status`,`createtime`) VALUES (1,7,500.00,'6200000000000000017','已打款','2021-03-06 10:00:00');
INSERT INTO `fa_bank` (`id`,`bank_name`,`account_no`,`account_holder`) VALUES (1,'某银行','6200000000000000025','赵某丁');
INSERT INTO `fa_agent` (`id`,`agent_name`,`mobile`) VALUES (1,'一号代理','10000000001');
INSERT INTO `fa_config` (`id`,`name`,`value`) VALUES (1,'site','invented'),(2,'logo','/x.png');
INSERT INTO `fa_recharge` (`id`, `money`, `user_id`) VALUES (5, '1.00', 7, 'one too many'), (6, '2.00'
